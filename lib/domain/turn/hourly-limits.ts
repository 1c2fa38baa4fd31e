import { HOUR_MS } from "../time.ts";

/**
 * Per conversation and sixty minutes, besides the agent's answers (`turns.maxPerHour`) and staff messages.
 * Consent changes are always applied; only confirming and publishing them is limited.
 */
export const MAX_PER_HOUR = {
  confirmation: 3,
  "handoff-line": 3,
  "too-many-line": 1,
  "resend-line": 1,
  reengagement: 2,
  "follow-up": 3,
  "deferred-reply": 6,
  /** E-mails to the team. The list of handoffs shows every handoff. */
  mail: 2,
  /** Takes one of those above, and leaves the last to a request for a person. */
  "draft-reminder": 1,
  /** The first e-mail to the team about drafts: it takes nothing from those above. */
  "draft-mail": 1,
  "handoff-event": 10,
  /** Opt-outs are always published: at most two between two opt-ins. */
  "opt-in-event": 5,
  /** Messages of the customer, each as an event. */
  "received-event": 120,
  /** Files of the customer that an engine is asked about: each costs. */
  media: 60,
  /** A change that is not published now is part of the next revision's event. */
  "lead-event": 20,
} as const;

export type LimitedKind = keyof typeof MAX_PER_HOUR;

/** When something of each kind was sent in the last hour. */
export type LastHour = Partial<Record<LimitedKind, readonly number[]>>;

/** As often as the list that has it most often. */
function mergeTimes(lists: readonly (readonly number[])[]): number[] {
  const counts = lists.map((times) => Map.groupBy(times, (time) => time));
  const all = [...new Set(lists.flat())].sort((a, b) => a - b);
  return all.flatMap((time) =>
    Array<number>(Math.max(...counts.map((count) => count.get(time)?.length ?? 0))).fill(time),
  );
}

/** Several count at the same moment, and a merge that is repeated counts nothing twice. */
export function mergeLastHours(one: LastHour = {}, other: LastHour = {}): LastHour | undefined {
  const all = Map.groupBy([...Object.entries(one), ...Object.entries(other)], ([kind]) => kind);
  const joined = [...all].map(([kind, lists]) => [kind, mergeTimes(lists.map(([, times]) => times))]);
  return joined.length > 0 ? Object.fromEntries(joined) : undefined;
}

const recent = (times: readonly number[] | undefined, now: number) =>
  (times ?? []).filter((time) => time > now - HOUR_MS);

export function leftInHour(lastHour: LastHour | undefined, kind: LimitedKind, now: number): number {
  const left = MAX_PER_HOUR[kind] - recent(lastHour?.[kind], now).length;
  const reminders = recent(lastHour?.["draft-reminder"], now).length;
  // Two conversations that became one may have had a reminder each.
  if (kind === "mail") return Math.max(0, left - Math.min(reminders, MAX_PER_HOUR["draft-reminder"]));
  if (kind === "draft-reminder") return Math.max(0, Math.min(left, leftInHour(lastHour, "mail", now) - 1));
  return Math.max(0, left);
}

export const isBelowLimit = (lastHour: LastHour | undefined, kind: LimitedKind, now: number): boolean =>
  leftInHour(lastHour, kind, now) > 0;

/** Also drops entries older than an hour. */
export function countTowardsLimit(
  lastHour: LastHour | undefined,
  kind: LimitedKind,
  now: number,
  times = 1,
): LastHour {
  const counted: Record<string, readonly number[]> = {};
  for (const [name, times] of Object.entries(lastHour ?? {})) {
    const left = recent(times, now);
    if (left.length > 0) counted[name] = left;
  }
  counted[kind] = [...(counted[kind] ?? []), ...Array<number>(times).fill(now)];
  return counted;
}
