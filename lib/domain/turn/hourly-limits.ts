import type { Progress } from "../conversation/progress.ts";

const HOUR = 3_600_000;

/**
 * What may leave for one conversation within any sixty minutes, besides the agent's answers (`turns.maxPerHour`) and what staff themselves write.
 * Whatever the customer does, it is no more. What the customer wishes is done each time all the same; only what is said and told of it has an end.
 */
export const MAX_PER_HOUR = {
  /** "You will get no more messages", and that they come again. */
  confirmation: 3,
  /** "A person takes over." */
  "handoff-line": 3,
  "too-many-line": 1,
  /** "Please send that again." */
  "resend-line": 1,
  reengagement: 2,
  "follow-up": 3,
  "held-reply": 6,
  /** Mails to the team. The list of handoffs shows each of them. */
  mail: 2,
  /** Handoffs that are published, each with its end. */
  "handoff-event": 10,
  /** Opt-ins that are published. An opt-out always is, and there are at most two between two opt-ins. */
  "opt-in-event": 5,
  /** What became known of a contact. What is not published now is published with the next revision. */
  "lead-event": 20,
} as const;

export type LimitedKind = keyof typeof MAX_PER_HOUR;

/** When something of each kind has left within the last hour, in milliseconds since 1970. */
export type LastHour = Partial<Record<LimitedKind, readonly number[]>>;

/** What left in either of two conversations counts for the customer. */
export function mergeLastHours(one: LastHour = {}, other: LastHour = {}): LastHour | undefined {
  const all = Map.groupBy([...Object.entries(one), ...Object.entries(other)], ([kind]) => kind);
  const joined = [...all].map(([kind, lists]) => [kind, [...new Set(lists.flatMap(([, times]) => times))].sort((a, b) => a - b)]);
  return joined.length > 0 ? Object.fromEntries(joined) : undefined;
}

const recent = (times: readonly number[] | undefined, now: number) => (times ?? []).filter((time) => time > now - HOUR);

export const isBelowLimit = (progress: Progress | undefined, kind: LimitedKind, now: number) =>
  recent(progress?.lastHour?.[kind], now).length < MAX_PER_HOUR[kind];

/** The progress with one more, and without what is older than an hour. */
export function withOneCounted(progress: Progress | undefined, kind: LimitedKind, now: number): Progress {
  const kept = Object.entries(progress?.lastHour ?? {}).flatMap(([name, times]) => {
    const left = recent(times, now);
    return left.length > 0 ? [[name, left] as const] : [];
  });
  return { ...progress, lastHour: { ...Object.fromEntries(kept), [kind]: [...recent(progress?.lastHour?.[kind], now), now] } };
}
