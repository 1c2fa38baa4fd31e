import type { BusinessHours } from "../hours/business-hours.ts";
import { nextOpening } from "../hours/open-times.ts";
import { type Handoff, isStartedByStaff } from "./handoff.ts";

/** No opening is known. */
const NEVER = 0;

/** When people come for this handoff, or `NEVER`; `undefined` while somebody is there. */
export function closedUntil(
  hours: BusinessHours | undefined,
  handoff: Pick<Handoff, "reason">,
  now: number,
): number | undefined {
  if (!hours || isStartedByStaff(handoff)) return undefined;
  const opensAt = nextOpening(hours, now);
  return opensAt === now ? undefined : (opensAt ?? NEVER);
}
