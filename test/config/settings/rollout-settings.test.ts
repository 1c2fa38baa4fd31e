import { describe, expect, it } from "@jest/globals";
import { ConfigurationError, parseConfiguration } from "../../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../../lib/config/settings/settings-schema.ts";
import { conversationId } from "../../../lib/domain/ids.ts";
import { configuredRollout } from "../../../lib/domain/rollout/configured-rollout.ts";

const META = { name: "support", provider: "meta", phoneNumberId: "310000000000007", agentId: "agent_1" };
const parse = (rollout: unknown, more: object = {}) =>
  parseConfiguration(
    settingsSchema,
    JSON.stringify({ numbers: [{ ...META, rollout }], ...more }),
    "dev.json",
  );
function problemsOf(rollout: unknown, more?: object): readonly string[] {
  try {
    parse(rollout, more);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}
const begins = (rollout: unknown) => {
  const [number] = parse(rollout).numbers;
  const idOf = ({ phone, userId }: { phone?: string; userId?: string }) =>
    conversationId(userId ?? phone ?? "");
  return number?.rollout && configuredRollout(number.rollout, idOf);
};

describe("the rollout of the settings", () => {
  it.each([
    [undefined, undefined],
    [{}, { percent: 100, contacts: [], others: "silent", drafts: false }],
    [{ contacts: ["+4915112345678", "DE.13491"] }, { percent: 0, contacts: ["4915112345678", "DE.13491"] }],
    [
      { contacts: ["+4915112345678"], percent: 10 },
      { percent: 10, contacts: ["4915112345678"] },
    ],
    [
      { percent: 0.5, others: "handoff" },
      { percent: 0.5, others: "handoff" },
    ],
    [{ drafts: true }, { percent: 100, drafts: true }],
  ])("%j begins with whom it says", (rollout, expected) => {
    if (expected) expect(begins(rollout)).toMatchObject(expected);
    else expect(begins(rollout)).toBeUndefined();
  });

  it("lists every problem by its path", () => {
    const problems = problemsOf({
      contacts: ["0151 2345678", "+4915112345678", "dana"],
      percent: 101,
      others: "nobody",
      draft: true,
    });
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([
      "numbers[0].rollout.contacts[0]",
      "numbers[0].rollout.contacts[2]",
      "numbers[0].rollout.percent",
      "numbers[0].rollout.others",
      "numbers[0].rollout.draft",
    ]);
  });

  it("has no drafts where nobody can tap them", () => {
    expect(problemsOf({ drafts: true }, { inbox: { enabled: false } })).toEqual([
      "numbers[0].rollout.drafts: drafts are tapped in the inbox: set inbox.enabled, too",
    ]);
    expect(problemsOf({ drafts: false }, { inbox: { enabled: false } })).toEqual([]);
  });
});
