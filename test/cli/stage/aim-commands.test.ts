import { describe, expect, it } from "@jest/globals";
import { aimCommands } from "../../../cli/stage/aim-commands.ts";
import { runCli } from "../support/run-cli.ts";

describe("a command in a text", () => {
  it.each([
    [
      "Then `npm run wa -- secrets set chatsby.apiKey`.",
      "Then `npm run wa -- secrets --stage test set chatsby.apiKey`.",
    ],
    ["then: npm run wa -- setup, which deploys", "then: npm run wa -- setup --stage test, which deploys"],
    ["npm run wa -- setup --stage prod, or cdk", "npm run wa -- setup --stage prod, or cdk"],
    ["npm run wa -- leads export --csv", "npm run wa -- leads export --stage test --csv"],
    ["npm run wa -- resume-number shop", "npm run wa -- resume-number --stage test shop"],
    ["npm run wa -- frames worker", "npm run wa -- frames worker"],
    [
      "`npm run wa -- doctor`, then npm run wa -- status",
      "`npm run wa -- doctor --stage test`, then npm run wa -- status --stage test",
    ],
    ["nothing of that", "nothing of that"],
  ])("%j is for the stage in use", (text, aimed) => {
    expect(aimCommands(text, { stage: "test" })).toBe(aimed);
  });

  it("is for the local stack in use, and said once", () => {
    const url = "http://localhost:4000/";
    const aimed = "Look: WA_URL=http://localhost:4000 npm run wa -- doctor";
    expect(aimCommands("Look: npm run wa -- doctor", { url })).toBe(aimed);
    expect(aimCommands(aimed, { url })).toBe(aimed);
  });

  it("stays as it is where another API is in use, or none", () => {
    expect(aimCommands("npm run wa -- doctor", { url: "https://wa.example.org" })).toBe(
      "npm run wa -- doctor",
    );
    expect(aimCommands("npm run wa -- doctor", {})).toBe("npm run wa -- doctor");
  });
});

it("the fix of a stage that does not run is for that stage, not for the default one", async () => {
  const state = {
    name: "ChatsbyWhatsapp-test",
    status: "REVIEW_IN_PROGRESS",
    outputs: {},
    protected: false,
    failures: [],
  };
  const stackState = async () => state;
  for (const argv of [["doctor"], ["secrets", "list"]]) {
    const { out, err } = await runCli([...argv, "--stage", "test"], { stackState });
    expect(out + err).toContain("npm run wa -- setup --stage test");
  }
});
