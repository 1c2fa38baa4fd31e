import type { Progress } from "../../lib/domain/conversation/progress.ts";
import { formatTime } from "../../lib/domain/handoff/mail-parts.ts";
import { rowStateOf } from "../../lib/domain/inbox/row-state.ts";
import { MAX_PER_HOUR } from "../../lib/domain/turn/hourly-limits.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { RULES, type Sabotage, START, type World } from "./world.ts";

/** Between the look at the conversation and the e-mail there may be time-outs. */
const SLACK = 15_000;
const HOUR = 3_600_000;

type Mail = { subject: string; text: string };
export const isDraftReminder = ({ subject }: Mail): boolean =>
  subject.startsWith("An answer still waits for your tap");
export const isDraftMail = ({ subject }: Mail): boolean => subject.startsWith("An answer waits for your tap");

const conversationOfMail = ({ text }: Mail) => /Conversation: (\S+)/.exec(text)?.[1];
export const personOfMail = (mail: Mail): string | undefined => conversationOfMail(mail)?.slice(0, 2);
const sinceOf = ({ text }: Mail) => /Waiting since: (.*)/.exec(text)?.[1];

/** How many of the hour's e-mails reminders of drafts took: the last is left to a request for a person. */
export const takenByDrafts = (reminders: number): number => Math.min(reminders, MAX_PER_HOUR.mail - 1);

/**
 * Two drafts wait; a tap comes after a reminder, then the customer may want a person, and the bot go on when the
 * hour's e-mails are free again.
 */
export function withLateTap(scenario: Scenario, random: Random): Scenario {
  const { inbound, posts, acts } = scenario;
  const { conversation, phone } = random.pick(inbound.filter(({ note }) => note === undefined));
  const tapAt = random.whole(140_000, 250_000);
  const id = `tap-${conversation}-late`;
  const tap = { kind: "tap", conversation, id, by: "ann", decision: "send" } as const;
  const [asksAt, wantsAt] = [random.whole(30_000, 110_000), random.whole(280_000, 500_000)];
  const wantsPerson = random.chance(0.5);
  const goesOn = wantsPerson && random.chance(0.4);
  const resume = { kind: "resume", conversation, id: `resume-${conversation}-late` } as const;
  const written = (wantsPerson ? [asksAt, wantsAt] : [asksAt]).map((at, index) => ({
    id: `${conversation.slice(0, 2)}m${inbound.length + 100 + index}`,
    conversation,
    sentAt: START + at,
    postedAt: at + 100,
    ...(at === wantsAt && { keyword: "human" as const }),
    ...(phone && { phone }),
  }));
  return {
    ...scenario,
    inbound: [...inbound, ...written],
    posts: [...posts, ...written.map((message) => ({ at: message.postedAt, ids: [message.id] }))],
    acts: [...acts, { at: tapAt, act: tap }, ...(goesOn ? [{ at: wantsAt + HOUR, act: resume }] : [])],
  };
}

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
    // A crash repeats one soon.
    const isLate = times.some(({ at }) => at > reminder.at + HOUR) && table.links.size === 0;
    if ((faultless || isLate) && times.length > mine.length)
      broken.push(`10 (people are heard): ${times.length} times ${about}`);
    if (mine.every(({ at }) => world.hours.addOpen(at, RULES.remindAfterMs) > reminder.at))
      broken.push(`10 (people are heard): ${about} came too early`);
    const isDecided = ({ turn }: (typeof mine)[number]) =>
      [...table.outbound.values()].some(
        ({ at, content }) => content.kind === "draft" && content.draft === turn && at < reminder.at - SLACK,
      );
    if (mine.every(isDecided)) broken.push(`10 (people are heard): ${about} was decided before`);
    // Not by an id of the customer that they have left: a later opt-in does not change what it stores.
    if (timeline.holds(`opted-out ${conversationOfMail(reminder)}`, reminder.at, SLACK))
      broken.push(`10 (people are heard): ${about}, who has opted out`);
    const ofHour = mails.filter(
      (mail) =>
        !isDraftMail(mail) &&
        conversationOfMail(mail) === conversationOfMail(reminder) &&
        mail.at < reminder.at &&
        mail.at > reminder.at - HOUR + SLACK,
    );
    if (faultless && ofHour.length >= MAX_PER_HOUR.mail - 1)
      broken.push(`10 (people are heard): ${about}, took the last e-mail of the hour`);
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

const reading = (change: (progress: Progress) => Progress): Sabotage => ({
  conversations: (real) => ({
    ...real,
    load: async (conversation, number) => {
      const loaded = await real.load(conversation, number);
      const { pausedAt, progress } = loaded.state;
      if (pausedAt !== undefined || !progress?.drafts) return loaded;
      return { ...loaded, state: { ...loaded.state, progress: change(progress) } };
    },
  }),
});

export const DRAFT_REMINDER_MUTATIONS: Record<string, Sabotage> = {
  "nobody is reminded of a draft": {
    engine: (real) => ({
      ...real,
      notifications: {
        send: async (mail) => (isDraftReminder(mail) ? undefined : real.notifications.send(mail)),
      },
    }),
  },
  "reminders of drafts take the last e-mail of the hour": reading(({ lastHour, ...progress }) => ({
    ...progress,
    lastHour: { ...lastHour, mail: [], "draft-reminder": [] },
  })),
  "a draft is brought to mind again after a handoff": reading(({ drafts = [], ...progress }) => ({
    ...progress,
    drafts: drafts.map(({ reminded: _, ...draft }) => draft),
  })),
  "a draft is brought to mind at once": {
    engine: (real) => ({ ...real, rules: { ...real.rules, remindAfterMs: 1 } }),
  },
};
