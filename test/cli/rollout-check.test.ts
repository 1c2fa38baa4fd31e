import { expect, it } from "@jest/globals";
import { checkRollouts } from "../../cli/checks/rollouts.ts";

const lastHour = { failed: 0, deferred: 0, messagesFailed: 0, agentErrors: 0, refused: 0 };
const rollout = { percent: 0, contacts: 0, others: "silent", drafts: false, source: "operator" } as const;
const numberWith = (change: Partial<{ percent: number; contacts: number; drafts: boolean }>) => ({
  number: "support",
  provider: "meta",
  lastHour,
  rollout: { ...rollout, ...change },
});

it("the doctor shows each number's rollout, and warns where the bot answers nobody", () => {
  const numbers = [
    { number: "sales", provider: "twilio", lastHour },
    numberWith({ percent: 12.5, contacts: 1, drafts: true }),
    numberWith({ contacts: 2 }),
    numberWith({}),
    numberWith({ percent: 100, contacts: 3 }),
  ];
  expect(checkRollouts({ numbers }).map(({ verdict, evidence }) => `${verdict}: ${evidence}`)).toEqual([
    "ok: By its rollout the bot answers 12.5 % and 1 contact; the others get silence; its answers wait for a person's tap.",
    "ok: By its rollout the bot answers 2 contacts; the others get silence.",
    "warning: By its rollout the bot answers nobody; the others get silence.",
    "ok: By its rollout the bot answers everybody.",
  ]);
});
