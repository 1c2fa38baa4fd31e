import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { filesThatDoNotCompile } from "../support/compiled-copy.ts";

it("names every place that a third provider needs, as soon as its name is in the list", async () => {
  const registries = readdirSync("lib/providers")
    .filter(
      (name) =>
        name.endsWith(".ts") && readFileSync(join("lib/providers", name), "utf8").includes('from "./meta/'),
    )
    .map((name) => `lib/providers/${name}`);
  expect(registries.length).toBeGreaterThan(5);
  // The handler, the accounts' checks and the secret's schema follow from the registries.
  const followers = [
    "functions/webhook/handler.ts",
    "lib/config/secrets.ts",
    "lib/config/stack-outputs.ts",
    "lib/health/check-accounts.ts",
    "lib/domain/cost/vendor-rates.ts",
    "lib/health/daily-parts.ts",
    "lib/providers/account-check.ts",
  ];
  expect(
    await filesThatDoNotCompile({
      "lib/domain/inbound/inbound.ts": [
        ['PROVIDERS = ["meta", "twilio"]', 'PROVIDERS = ["meta", "twilio", "echo"]'],
      ],
    }),
  ).toEqual([...followers, ...registries].sort());
});
