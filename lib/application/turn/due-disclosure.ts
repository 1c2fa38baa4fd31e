import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import {
  DISCLOSING_PART,
  type Disclosure,
  isStillValid,
  knownDisclosures,
} from "../../domain/disclosure/disclosure.ts";
import type { ReplyPart } from "../../domain/turn/turn.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import type { Deliveries } from "../ports/ports.ts";
import { hasArrived } from "../sending/has-arrived.ts";

type Place = { state: ConversationState; number: BusinessNumber };

/** What the agent's next message must begin with; `undefined` when the customer knows that an AI answers. */
export async function dueDisclosure(
  { deliveries, clock }: Pick<Engine, "deliveries" | "clock">,
  { state, number }: Place,
): Promise<string | undefined> {
  if (!number.disclosure) return undefined;
  const { turn, progress, endedHandoffs = [], customer = {} } = state;
  for (const disclosure of knownDisclosures(turn, progress?.disclosures))
    if (
      isStillValid(disclosure, endedHandoffs, clock.now()) &&
      (await isKnown(deliveries, state, disclosure))
    )
      return undefined;
  return number.disclosure.textFor(customer);
}

/** A turn that failed, or never left, may have arrived all the same. */
const isKnown = async (
  deliveries: Deliveries,
  state: ConversationState,
  { turn, unconfirmed: attempts }: Disclosure,
): Promise<boolean> =>
  attempts === undefined ||
  hasArrived(deliveries, conversationIdsOf(state), { turn, part: DISCLOSING_PART, attempts });

export const withDisclosure = (
  { disclosure }: BusinessNumber,
  parts: readonly ReplyPart[],
  text: string | undefined,
): readonly ReplyPart[] => (text === undefined ? parts : (disclosure?.putBefore(parts, text) ?? parts));
