import { expect, it } from "@jest/globals";
import { deployedWorld } from "./support/deployed-world.ts";

const world = deployedWorld();

it("doctor sends nobody in circles when the API fails for the secret that it names", async () => {
  world.aws.answers.GetSecretValue = () => ({ SecretString: "{}", VersionId: "1" });
  await world.api.stop();
  const { out } = await world.run(["doctor", "--json"]);
  const { findings }: { findings: { check: string; fix?: string }[] } = JSON.parse(out);
  expect(findings.find(({ check }) => check === "secret")?.fix).toContain("setup");
  expect(findings.find(({ check }) => check === "customers")?.fix).toBe(
    "Fill in the secret first, then run doctor again.",
  );
});
