import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { ToldOpening } from "../../domain/conversation/progress.ts";
import { closedUntil } from "../../domain/handoff/closed-until.ts";
import type { Handoff } from "../../domain/handoff/handoff.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import { rowStateOf } from "../../domain/inbox/row-state.ts";
import type { BusinessNumber } from "../ports/engine.ts";

export type HandoffLine = { text: string; cause: string; toldOpening?: ToldOpening };

/** What the customer reads of a handoff: that a person takes over, or when people are there again. */
export const handoffText = (
  number: BusinessNumber,
  handoff: Pick<Handoff, "reason">,
  customer: Customer,
  now: number,
): string => {
  const isClosed = closedUntil(number.hours, handoff, now) !== undefined;
  return (isClosed && number.closedText?.(customer, now)) || number.textFor("handoff", customer);
};

export function toldOpeningOf(
  { hours }: BusinessNumber,
  handoff: Pick<Handoff, "id" | "reason">,
  now: number,
): ToldOpening | undefined {
  const opensAt = closedUntil(hours, handoff, now);
  return opensAt === undefined ? undefined : { handoff: handoff.id, opensAt };
}

/**
 * The line that the customer must get now: the first one of a handoff, and another one when the customer
 * writes while nobody is there and has not been told until when.
 */
export function dueHandoffLine(
  number: BusinessNumber,
  state: ConversationState,
  now: number,
): HandoffLine | undefined {
  const { handoff, pausedAt, progress, customer = {}, lastInboundAt = 0, version } = state;
  if (!handoff || pausedAt === undefined || handoff.quiet) return undefined;
  const toldOpening = toldOpeningOf(number, handoff, now);
  const line = { text: handoffText(number, handoff, customer, now), ...(toldOpening && { toldOpening }) };
  if (progress?.customerNotifiedOf !== handoff.id) return { ...line, cause: `handoff ${handoff.id}` };
  const told = progress.toldOpening;
  const isTold = told?.handoff === handoff.id && told.opensAt === toldOpening?.opensAt;
  if (!toldOpening || isTold || rowStateOf(state) !== "waiting") return undefined;
  const wroteSince = closedUntil(number.hours, handoff, lastInboundAt) === toldOpening.opensAt;
  // No time of the customer's names it: two messages may have the same, and a late one is not the last.
  return wroteSince ? { ...line, cause: `handoff ${handoff.id} ${version}` } : undefined;
}
