import type { PauseRules } from "../../domain/handoff/pause-rules.ts";
import type { BusinessHours } from "../../domain/hours/business-hours.ts";
import { HOUR_MS } from "../../domain/time.ts";
import type { NumberSettings, Settings } from "../settings/settings.ts";

/** The number's own, else the general ones. `undefined`: people are there at any time. */
export function hoursOf(
  { hours: general }: Pick<Settings, "hours">,
  { hours: own }: Pick<NumberSettings, "hours">,
): BusinessHours | undefined {
  return own === "always" ? undefined : (own ?? general);
}

export function pauseRulesOf(settings: Pick<Settings, "hours" | "handoff" | "numbers">): PauseRules {
  const { handoff, numbers } = settings;
  const byNumber = new Map(numbers.map((number) => [number.name, hoursOf(settings, number)]));
  return {
    resumeAfterMs: handoff.resumeAfterHours * HOUR_MS,
    outsideHours: handoff.outsideHours,
    hoursOf: (number) => (number === undefined ? undefined : byNumber.get(number)),
  };
}
