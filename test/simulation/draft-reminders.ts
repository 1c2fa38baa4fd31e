import { formatTime } from "../../lib/domain/handoff/mail-parts.ts";
import { rowStateOf } from "../../lib/domain/inbox/row-state.ts";
import type { Scenario } from "./scenario.ts";
import { RULES, type Sabotage, type World } from "./world.ts";

/** Between the look at the conversation and the e-mail there may be time-outs. */
const SLACK = 15_000;

type Mail = { subject: string; text: string };
export const isDraftReminder = ({ subject }: Mail): boolean =>
  subject.startsWith("An answer still waits for your tap");
export const isDraftMail = ({ subject }: Mail): boolean => subject.startsWith("An answer waits for your tap");

export const personOfMail = ({ text }: Mail): string | undefined =>
  /Conversation: (\S+)/.exec(text)?.[1]?.slice(0, 2);
const sinceOf = ({ text }: Mail) => /Waiting since: (.*)/.exec(text)?.[1];

/** A draft that waits is brought to mind once, in time, and not once it is decided. */
export function brokenDraftReminders(world: World, { acts, echoes = [] }: Scenario): string[] {
  const { mails, drafted, table, timeline } = world;
  const broken: string[] = [];
  const reminders = mails.filter(isDraftReminder);
  const faultless = world.scheduler.faults === 0 && world.outages.length === 0 && table.links.size === 0;
  for (const reminder of reminders) {
    const [person = "", since] = [personOfMail(reminder), sinceOf(reminder)];
    const about = `"${reminder.subject}" of ${person}, since ${since}`;
    const mine = drafted.filter(
      ({ conversation, at }) => conversation.startsWith(person) && formatTime(at) === since,
    );
    const times = reminders.filter((each) => personOfMail(each) === person && sinceOf(each) === since);
    if (faultless && times.length > mine.length)
      broken.push(`10 (people are heard): ${times.length} times ${about}`);
    if (mine.every(({ at }) => world.hours.addOpen(at, RULES.remindAfterMs) > reminder.at))
      broken.push(`10 (people are heard): ${about} came too early`);
    const isDecided = ({ turn }: (typeof mine)[number]) =>
      [...table.outbound.values()].some(
        ({ at, content }) => content.kind === "draft" && content.draft === turn && at < reminder.at - SLACK,
      );
    if (mine.every(isDecided)) broken.push(`10 (people are heard): ${about} was decided before`);
    if (mine.some(({ conversation }) => timeline.holds(`opted-out ${conversation}`, reminder.at, SLACK)))
      broken.push(`10 (people are heard): ${about}, who has opted out`);
  }
  if (table.links.size > 0) return broken;
  for (const state of table.states.values()) {
    const { conversation, movedTo, pausedAt, progress } = state;
    const [oldest] = progress?.drafts ?? [];
    if (!oldest || movedTo !== undefined || pausedAt !== undefined || rowStateOf(state) !== "waiting")
      continue;
    const person = conversation.slice(0, 2);
    const hadHandoff = timeline.handoffs.some((each) => each.conversation.startsWith(person));
    const hasWritten = echoes.some((echo) => echo.conversation === conversation);
    const hasActed = acts.some(({ act }) => act.conversation === conversation && act.kind !== "lead");
    if (
      !hasWritten &&
      !hasActed &&
      // A handoff's e-mail counts for the hour, also one that could not be sent before the handoff was over.
      !hadHandoff &&
      !reminders.some((each) => personOfMail(each) === person)
    )
      broken.push(`10 (people are heard): nobody was reminded of the draft ${oldest.turn}`);
  }
  return broken;
}

export const DRAFT_REMINDER_MUTATIONS: Record<string, Sabotage> = {
  "nobody is reminded of a draft": {
    engine: (real) => ({
      ...real,
      notifications: {
        send: async (mail) => (isDraftReminder(mail) ? undefined : real.notifications.send(mail)),
      },
    }),
  },
  "a draft is brought to mind at once": {
    engine: (real) => ({ ...real, rules: { ...real.rules, remindAfterMs: 1 } }),
  },
};
