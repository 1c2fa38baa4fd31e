import type { PendingMessage } from "../conversation/conversation.ts";
import { SECOND_MS } from "../time.ts";
import { type Completeness, completenessOf } from "./completeness.ts";

export type QuietRule = {
  quietSeconds: number;
  maxWaitSeconds: number;
  /** `false`: always `quietSeconds`. */
  adaptiveQuiet: boolean;
};

type Written = Pick<PendingMessage, "arrivedAt" | "content" | "forwarded"> & { sentAt?: number | undefined };

/** A message that took longer was held up, and others with it: they come one after the other now. */
const MAX_TRANSIT_MS = 10_000;

/** Whole seconds, as the queue waits. */
export const shortestQuietSeconds = ({ quietSeconds, adaptiveQuiet }: QuietRule): number =>
  adaptiveQuiet ? Math.ceil(quietSeconds / 2) : quietSeconds;

export const longestQuietSeconds = ({ quietSeconds, maxWaitSeconds, adaptiveQuiet }: QuietRule): number =>
  adaptiveQuiet ? Math.max(quietSeconds, Math.min(quietSeconds * 2, maxWaitSeconds)) : quietSeconds;

const SECONDS: Readonly<Record<Completeness, (rule: QuietRule) => number>> = {
  complete: shortestQuietSeconds,
  open: ({ quietSeconds }) => quietSeconds,
  unfinished: longestQuietSeconds,
};

/** After this message, unless another one comes. */
export function quietSecondsAfter(message: Written, rule: QuietRule): number {
  const { arrivedAt, sentAt = arrivedAt } = message;
  const found = completenessOf(message);
  return SECONDS[found === "complete" && arrivedAt - sentAt > MAX_TRANSIT_MS ? "open" : found](rule);
}

/**
 * 0 when it is time to answer. A burst ends some seconds after its last message (`quietSecondsAfter`), at the
 * latest `maxWaitSeconds` after its first. `messages`: in the order in which the customer wrote them.
 */
export function msUntilQuiet(messages: readonly Written[], now: number, rule: QuietRule): number {
  const last = messages.at(-1);
  if (!last) return 0;
  const arrivals = messages.map(({ arrivedAt }) => arrivedAt);
  const quietAt = Math.max(...arrivals) + quietSecondsAfter(last, rule) * SECOND_MS;
  const lastMoment = Math.min(...arrivals) + Math.max(rule.maxWaitSeconds, rule.quietSeconds) * SECOND_MS;
  return Math.max(0, Math.min(quietAt, lastMoment) - now);
}
