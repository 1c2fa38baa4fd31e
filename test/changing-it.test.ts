import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { compilerErrors, type Edits } from "./support/compiled-copy.ts";

const FIELDS = "lib/domain/conversation/fields.ts";
const PROGRESS = "lib/domain/conversation/progress.ts";

const NEW_PROVIDER: Edits = {
  "lib/domain/inbound/inbound.ts": [
    ['PROVIDERS = ["meta", "twilio"]', 'PROVIDERS = ["meta", "twilio", "echo"]'],
  ],
};

const NEW_FIELDS: Edits = {
  // Without how they are stored, merged and erased.
  [FIELDS]: [
    ["  sessionId?: string;", "  sessionId?: string;\n  mood?: string;"],
    ["  resumeAt?: number;", "  resumeAt?: number;\n  shiftEndsAt?: number;"],
  ],
  [PROGRESS]: [["  note?: string;", "  note?: string;\n  hint?: string;"]],
  // Without texts and keywords.
  "lib/domain/language/languages.ts": [["  en: ENGLISH,", '  en: ENGLISH,\n  it: { countries: "IT" },']],
  // Declared, and neither carried out nor with a result.
  "lib/operator-api/contacts.ts": [
    [
      "export const contactOperations = {",
      'export const contactOperations = {\n  mute: operation({ method: "POST", path: "mute", params: noParams, body: noBody, errors: [] }),',
    ],
  ],
};

describe("the compiler", () => {
  let errors: ReadonlyMap<string, string>;
  const filesWith = (names: RegExp) =>
    [...errors].flatMap(([file, text]) => (names.test(text) ? [file] : [])).sort();
  const ofProvider = () => filesWith(/"echo"|'echo'/);
  const ofFields = () => filesWith(/mood|shiftEndsAt|hint|mute|'it'/);

  // One run for all: it takes seconds.
  beforeAll(async () => {
    errors = await compilerErrors({ ...NEW_PROVIDER, ...NEW_FIELDS });
  });

  it("names every place that a third provider needs, as soon as its name is in the list", () => {
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
      "lib/config/secrets/secrets.ts",
      "lib/config/deployment/stack-outputs.ts",
      "lib/health/check-accounts.ts",
      "lib/domain/cost/vendor-rates.ts",
      "lib/health/daily-parts.ts",
      "lib/providers/account-check.ts",
    ];
    expect(ofProvider()).toEqual([...followers, ...registries].sort());
  });

  it("names what a new field, language and operator action lack", () => {
    expect(ofFields()).toEqual([
      "functions/operator/run-contacts.ts",
      "functions/operator/runs.ts",
      "lib/adapters/dynamodb/items/state-item.ts",
      FIELDS,
      "lib/domain/conversation/merge-conversations.ts",
      "lib/domain/conversation/pauses.ts",
      PROGRESS,
      "lib/domain/language/languages.ts",
      "lib/operator-api/contacts.ts",
      "lib/operator-api/results.ts",
    ]);
  });

  it("names nothing else", () => {
    expect([...errors.keys()].sort()).toEqual([...ofProvider(), ...ofFields()].sort());
  });
});
