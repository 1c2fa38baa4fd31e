import { MAX_PER_HOUR } from "../../lib/domain/turn/hourly-limits.ts";
import { formatReference, parseReference } from "../../lib/domain/turn/reference.ts";
import { isDraftMail, personOfMail } from "./draft-reminders.ts";
import type { Accepted } from "./fake-provider.ts";
import { RULES, type World } from "./world.ts";

const HOUR = 3_600_000;
/**
 * What leaves is counted when it is decided; it leaves a little later, or seconds later while systems are
 * silent.
 */
const SPAN = HOUR - 30_000;
/** A turn is counted when it begins; its answer, and a repeated question, may come minutes later. */
const SPAN_OF_TURNS = HOUR - 600_000;

/** Within any sixty minutes, or as many milliseconds as are given. */
function mostWithin(times: readonly number[], span: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [most, from] = [0, 0];
  for (const [to, time] of sorted.entries()) {
    while (time - (sorted[from] ?? 0) >= span) from++;
    most = Math.max(most, to - from + 1);
  }
  return most;
}

export const personOf = (conversation: string) => conversation.slice(0, 2);

/** By its text; staff's messages have no limit. */
function kindOf({ text, reference }: Accepted): keyof typeof MAX_PER_HOUR | "turn" | "staff" | undefined {
  if (text.startsWith("person:") || (text.startsWith("template:") && text !== "template:come_back"))
    return "staff";
  if (parseReference(reference)?.turn.startsWith("T-deferred-")) return "deferred-reply";
  if (text.startsWith("text:opted")) return "confirmation";
  if (text === "text:handoff" || text.startsWith("closed:")) return "handoff-line";
  if (text === "text:tooMany") return "too-many-line";
  if (text === "text:resend") return "resend-line";
  if (text === "template:come_back") return "reengagement";
  if (text === "follow-up") return "follow-up";
  return text.startsWith("re:") || text.startsWith("sorry") ? "turn" : undefined;
}

/** What waits for the provider counts from then. */
export function begunAt(world: World, { reference, at }: Accepted): number {
  const parsed = parseReference(reference);
  return (parsed && world.claimedAt.get(formatReference({ ...parsed, part: 0, attempt: 1 }))) ?? at;
}

/**
 * Promise 11: within any sixty minutes no more leaves for a customer than the hourly limits allow, whatever
 * was written.
 */
export function brokenCeilings(world: World): string[] {
  const broken: string[] = [];
  // A customer who wrote by two ids before we knew had two conversations. A crash may repeat an event before
  // it was counted.
  const chatsOf = Map.groupBy(world.table.states.keys(), personOf);
  const chats = (person: string) => chatsOf.get(person)?.length ?? 1;
  const check = (
    person: string,
    what: string,
    times: readonly number[],
    most: number,
    slack: number,
    span = SPAN,
  ) => {
    const found = mostWithin(times, span);
    if (found > most * chats(person) + slack)
      broken.push(`11 (bounded cost): ${found} of ${what} within an hour for ${person}`);
  };
  const turns = world.rules.maxPerHour ?? RULES.maxPerHour;
  const { faults } = world.scheduler;

  const sent = world.provider.accepted.map((take) => ({
    take,
    kind: kindOf(take),
    person: personOf(take.conversation),
  }));
  for (const { kind, take } of sent)
    if (!kind) broken.push(`11 (bounded cost): "${take.text}" has no ceiling`);
  for (const [key, takes] of Map.groupBy(sent, ({ kind, person }) => `${person} ${kind}`)) {
    const [person = "", kind = ""] = key.split(" ");
    const begun = new Map(
      takes.map(({ take }) => [parseReference(take.reference)?.turn, begunAt(world, take)]),
    );
    if (kind === "turn") check(person, "answers", [...begun.values()], turns, faults, SPAN_OF_TURNS);
    else if (kind !== "staff" && kind in MAX_PER_HOUR)
      check(person, kind, [...begun.values()], MAX_PER_HOUR[kind as keyof typeof MAX_PER_HOUR], 0);
  }

  for (const [person, asked] of Map.groupBy(world.agent.asked, ({ session }) => personOf(session)))
    check(
      person,
      "agent calls",
      asked.map(({ at }) => at),
      turns * RULES.agentAttempts,
      faults,
      SPAN_OF_TURNS,
    );

  // Counted before, whatever happens after: no fault lets more through.
  for (const [person, tried] of Map.groupBy(world.media.tried, ({ mediaId }) => personOf(mediaId)))
    check(
      person,
      "files that were to be understood",
      tried.map(({ at }) => at),
      MAX_PER_HOUR.media,
      0,
    );

  const MAX_OF: Record<string, number> = {
    "handoff.requested": MAX_PER_HOUR["handoff-event"],
    // One that began before the hour may end in it.
    "handoff.ended": MAX_PER_HOUR["handoff-event"] + 1,
    "contact.opted-in": MAX_PER_HOUR["opt-in-event"],
    "contact.opted-out": 2 * (MAX_PER_HOUR["opt-in-event"] + 1),
    "lead.captured": MAX_PER_HOUR["lead-event"],
  };
  for (const [key, events] of Map.groupBy(
    world.events,
    ({ type, conversation }) => `${personOf(conversation)} ${type}`,
  )) {
    const [person = "", type = ""] = key.split(" ");
    const first = new Map(events.toReversed().map(({ id, at }) => [id, at]));
    const most = MAX_OF[type];
    if (most !== undefined) check(person, type, [...first.values()], most, faults);
  }

  const mailsTo = Map.groupBy(
    world.mails,
    (mail) => `${personOfMail(mail)} ${isDraftMail(mail) ? "draft-mail" : "mail"}`,
  );
  for (const [key, mails] of mailsTo) {
    const [person = "", kind] = key.split(" ");
    const times = mails.map(({ at }) => at);
    check(person, "mails", times, MAX_PER_HOUR[kind === "mail" ? kind : "draft-mail"], faults);
  }
  return broken;
}

/** The last consent event never allows more than the customer wants. */
export function laxLastWords(world: World): string[] {
  // A customer who has changed identity did so under several ids.
  if (world.table.links.size > 0) return [];
  const broken: string[] = [];
  for (const [conversation, { optedOutAt }] of world.table.states) {
    const last = world.events.findLast(
      (event) => event.conversation === conversation && event.type.startsWith("contact.opted"),
    );
    if (optedOutAt !== undefined && last?.type !== "contact.opted-out")
      broken.push(
        `7 (nothing silent): ${conversation} wants nothing more, and the last that was published is ${last?.type}`,
      );
  }
  return broken;
}
