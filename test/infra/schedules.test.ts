import { expect, it } from "@jest/globals";
import { templateOf } from "./synthesized.ts";

const groups = (options: Parameters<typeof templateOf>[0]) =>
  Object.keys(templateOf(options).findResources("AWS::Scheduler::ScheduleGroup"));
const email = "support@example.org";
const followUps = [{ afterHours: 2, text: "Is there anything else?" }];

it("commands are scheduled for reminders, for follow-ups, and for both with the same group", () => {
  const [group, ...others] = groups({ followUps });
  expect(others).toEqual([]);
  expect(groups({ handoff: { email } })).toEqual([group]);
  expect(groups({ handoff: { email }, followUps })).toEqual([group]);
});

it("nothing is scheduled without them", () => {
  expect(groups({})).toEqual([]);
  expect(groups({ handoff: { email, remindAfterMinutes: 0 } })).toEqual([]);
  expect(groups({ handoff: { remindAfterMinutes: 10 } })).toEqual([]);
});
