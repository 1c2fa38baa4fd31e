import type { Engine } from "../../lib/application/ports/engine.ts";
import type { ConversationState } from "../../lib/domain/conversation/conversation.ts";
import { type Handoff, isStartedByStaff } from "../../lib/domain/handoff/handoff.ts";
import { formatTime } from "../../lib/domain/handoff/mail-parts.ts";
import { conversationId } from "../../lib/domain/ids.ts";
import { MAX_PER_HOUR } from "../../lib/domain/turn/hourly-limits.ts";
import { isDraftReminder, personOfMail, takenByDrafts } from "./draft-reminders.ts";
import { TOLD_WITHIN } from "./outages.ts";
import type { Scenario } from "./scenario.ts";
import { RULES, type Sabotage, START, type World } from "./world.ts";

/** Between the look at the conversation and the e-mail there may be time-outs. */
const SLACK = 15_000;
const HOUR = 3_600_000;
/** Nothing is begun later than so long after the start. */
const LAST_ACT = 300_000;
/** A reminder is sent so long after it is due, at the latest: outages last half an hour. */
const SENT_WITHIN = 2_700_000;
/** While nothing that it needs fails. */
const SENT_AT_ONCE = 300_000;

/** While only these are away, the team is mailed and reminded as ever. */
const UNNEEDED: ReadonlySet<string> = new Set([
  "eventBridge",
  "handoffList",
  "leadQueue",
  "directory",
  "campaigns",
  "typing",
]);

/** Also a message that was queued before the handoff began. */
const WRITES: ReadonlySet<string> = new Set(["template", "reply", "answer", "assign", "release", "tap"]);

const SUBJECT = /^(Still waiting|Answer soon)/;

export const isReminder = ({ subject }: { subject: string }): boolean => SUBJECT.test(subject);

const conversationOf = ({ text }: { text: string }) => /reply (\w+) /.exec(text)?.[1] ?? "";
const personOf = (conversation: string) => conversation.slice(0, 2);

/**
 * When it ended, or somebody took it. Of a message from the provider's future it begins again, later, when a worker
 * repeats it: who took it before has not seen it.
 */
function overAt({ timeline }: World, { id, since }: Handoff): number {
  const ended = timeline.ended
    .filter(({ handoff }) => handoff.id === id)
    .map(({ handoff }) => handoff.endedAt);
  const taken = timeline.taken.filter(({ handoff, at }) => handoff === id && at >= since).map(({ at }) => at);
  return Math.min(Number.POSITIVE_INFINITY, ...ended, ...taken);
}

/**
 * The team is reminded at most once of each kind for a handoff, while nobody has it; and where nothing else
 * stands against it, it is.
 */
export function brokenReminders(world: World, { acts, echoes = [] }: Scenario): string[] {
  const broken: string[] = [];
  const { timeline, mails } = world;
  const faultless =
    world.scheduler.faults === 0 && world.outages.length === 0 && world.table.links.size === 0;
  const waiting = timeline.handoffs.filter(({ handoff }) => !isStartedByStaff(handoff));
  const reminders = mails.filter(isReminder);
  for (const { subject, text, at } of reminders) {
    const conversation = conversationOf({ text });
    const mine = waiting.filter((each) => personOf(each.conversation) === personOf(conversation));
    if (mine.every(({ handoff }) => overAt(world, handoff) < at - SLACK))
      broken.push(`10 (people are heard): "${subject}" of ${conversation}, whom nobody keeps waiting`);
    if (timeline.holds(`opted-out ${conversation}`, at, SLACK))
      broken.push(`10 (people are heard): "${subject}" of ${conversation}, who has opted out`);
    const since = /Waiting since: .*/.exec(text)?.[0] ?? "";
    const times = reminders.filter(
      (each) =>
        each.subject === subject &&
        each.text.includes(since) &&
        personOf(conversationOf(each)) === personOf(conversation),
    ).length;
    const begun = mine.filter(({ handoff }) => since.endsWith(formatTime(handoff.since))).length;
    if (faultless && times > begun)
      broken.push(`10 (people are heard): ${times} times "${subject}" of ${conversation}, ${since}`);
  }
  if (world.table.links.size > 0) return broken;
  const needed = world.outages.filter(({ systems }) => !systems.every((system) => UNNEEDED.has(system)));
  const sentWithin = needed.length > 0 || world.scheduler.faults > 0 ? SENT_WITHIN : SENT_AT_ONCE;
  for (const { conversation, handoff, at } of waiting) {
    // The time counts from the announcement, which comes late where a wake-up was lost or a webhook was.
    const announced = mails.find(
      (mail) => conversationOf(mail) === conversation && mail.at >= handoff.since && !isReminder(mail),
    );
    // Over before a worker learns of it: the queue was away, and WhatsApp repeats a webhook after up to an hour.
    const seenAt = world.loads.get(conversation)?.find((time) => time >= at);
    // The time counts from when the team has been mailed, in open hours.
    const mailedAt = needed
      .map(({ until }) => START + until)
      .filter((end) => end > at)
      .map((end) => end + TOLD_WITHIN);
    const from = Math.max(at, announced?.at ?? seenAt ?? 0, START + LAST_ACT, ...mailedAt);
    const until = world.hours.addOpen(from, RULES.remindAfterMs) + sentWithin;
    const isInHour = (time: number) => time > handoff.since - HOUR && time < until;
    // Reminders of drafts come out of the same hour's e-mails.
    const ofDrafts = mails.filter(
      (mail) => isDraftReminder(mail) && personOfMail(mail) === personOf(conversation) && isInHour(mail.at),
    ).length;
    // A mail counts that was not answered in time, although its handoff was over before it left.
    const mayCount = world.outages.some(({ how }) => how === "silent");
    const ofHandoffs = Math.max(
      mails.filter((mail) => conversationOf(mail) === conversation && isInHour(mail.at) && !isReminder(mail))
        .length,
      mayCount
        ? waiting.filter((each) => each.conversation === conversation && isInHour(each.handoff.since)).length
        : 0,
    );
    if (
      overAt(world, handoff) > until &&
      !world.timeline.everHeld(`opted-out ${conversation}`) &&
      // By another of the customer's ids, before this one wrote for the first time.
      world.table.known(conversationId(conversation)).optedOutAt === undefined &&
      // A person has written something without taking the conversation.
      !echoes.some((echo) => echo.conversation === conversation) &&
      !acts.some(({ act }) => WRITES.has(act.kind) && act.conversation === conversation) &&
      ofHandoffs + takenByDrafts(ofDrafts) < MAX_PER_HOUR.mail &&
      !reminders.some((mail) => conversationOf(mail) === conversation && mail.at < until)
    )
      broken.push(`10 (people are heard): nobody was reminded of ${handoff.id} of ${conversation}`);
  }
  return broken;
}

const untaken = ({ assignee: _, lastStaffReply: __, ...state }: ConversationState): ConversationState =>
  state;

export const REMINDER_MUTATIONS: Record<string, Sabotage> = {
  "every command reminds the team": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const { reminders: _, ...progress } = loaded.state.progress ?? {};
        return { ...loaded, state: { ...loaded.state, progress } };
      },
    }),
  },
  "the team is reminded of a customer whom somebody has": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        return { ...loaded, state: untaken(loaded.state) };
      },
    }),
    controls: (real) => ({ ...real, read: async (conversation) => untaken(await real.read(conversation)) }),
  },
  "a reminder that could not be planned is forgotten": {
    engine: (real): Engine => ({ ...real, schedules: { set: async () => undefined } }),
  },
};
