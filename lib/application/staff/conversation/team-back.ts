import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import { closedUntil } from "../../../domain/handoff/closed-until.ts";
import type { NumberName } from "../../../domain/ids.ts";
import { waitingSinceOf } from "../../../domain/inbox/row-state.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { StaffDeps } from "../staff-deps.ts";

/** `opensAt`: when people are there again. `botUntil`: how long the bot goes on. */
export type TeamBack = { opensAt?: number; botUntil?: number };

/** Of a customer who waits for a person while nobody is there. */
export function teamBack(
  { clock, hoursOf }: Pick<StaffDeps, "clock" | "hoursOf">,
  state: ConversationState,
  number: NumberName | undefined,
): TeamBack {
  const { handoff, pausedAt = 0 } = state;
  if (!handoff || waitingSinceOf(state) === undefined) return {};
  const now = clock.now();
  return omitUndefined({
    opensAt: closedUntil(hoursOf?.(number), handoff, now) || undefined,
    botUntil: pausedAt > now ? pausedAt : undefined,
  });
}
