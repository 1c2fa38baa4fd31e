import type { BusinessHours } from "../hours/business-hours.ts";
import { addOpenMs, HORIZON_DAYS, isOpen, nextOpening } from "../hours/open-times.ts";
import type { NumberName } from "../ids.ts";
import { DAY_MS } from "../time.ts";
import type { Handoff, HandoffReason } from "./handoff.ts";

/** How the pauses of handoffs run. */
export type PauseRules = {
  /** Only open time counts. */
  resumeAfterMs: number;
  /** What a handoff does while nobody is there. "queue": the bot is silent. "keep-bot": it goes on. */
  outsideHours?: "queue" | "keep-bot";
  /** `undefined`: people are there at any time. */
  hoursOf?(number: NumberName | undefined): BusinessHours | undefined;
};

/** When the bot takes over again if no person is active from `at` on. */
export function resumeAtFor(
  { resumeAfterMs, hoursOf }: PauseRules,
  number: NumberName | undefined,
  at: number,
): number {
  const hours = hoursOf?.(number);
  return hours ? addOpenMs(hours, at, resumeAfterMs) : at + resumeAfterMs;
}

/** Not when staff are here, or when the other side is another bot, which would never stop. */
const BOT_GOES_ON: ReadonlySet<HandoffReason> = new Set([
  "asked",
  "agent",
  "phrase",
  "agent-failed",
  "stale",
]);

/** The handoff as it begins `now`: perhaps the bot goes on until people are there. */
export function beginsAt(
  { outsideHours, hoursOf }: PauseRules,
  number: NumberName | undefined,
  handoff: Handoff,
  now: number,
): Handoff {
  const hours =
    outsideHours === "keep-bot" && BOT_GOES_ON.has(handoff.reason) ? hoursOf?.(number) : undefined;
  if (!hours || isOpen(hours, now)) return handoff;
  return { ...handoff, botUntil: nextOpening(hours, now) ?? now + HORIZON_DAYS * DAY_MS };
}
