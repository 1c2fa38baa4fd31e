import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { phoneVariants } from "../../domain/conversation/phone-variants.ts";
import { type ConversationId, conversationId } from "../../domain/ids.ts";
import { configuredRollout } from "../../domain/rollout/configured-rollout.ts";
import { EVERYBODY, isInRollout, type Rollout } from "../../domain/rollout/rollout.ts";
import { rolloutPosition } from "../../domain/rollout/rollout-position.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";

type RolloutPorts = Pick<Engine, "conversationFor" | "sessionHashFor">;

/** `stored`: as it was read with the conversation, or right before something is sent. */
export function rolloutOf(
  { conversationFor }: RolloutPorts,
  number: Pick<BusinessNumber, "name" | "rollout">,
  stored: Rollout | undefined,
): Rollout {
  if (stored) return stored;
  return number.rollout
    ? configuredRollout(number.rollout, (customer) => conversationFor(number.name, customer))
    : EVERYBODY;
}

export const isForEverybody = ({ percent }: Rollout) => percent >= 100;

/** By the session, which stays when the customer's ids change. A merge keeps the place that is in it sooner. */
export const positionOf = (
  { sessionHashFor }: Pick<RolloutPorts, "sessionHashFor">,
  { progress, sessionId, conversation }: ConversationState,
): number => progress?.rolloutPosition ?? rolloutPosition(sessionHashFor(sessionId ?? conversation));

/** Also of ids that the customer had before. */
function allIdsOf(
  { conversationFor }: RolloutPorts,
  { name }: Pick<BusinessNumber, "name">,
  state: ConversationState,
): readonly ConversationId[] {
  const { customer = {}, identity, progress } = state;
  const phones = customer.phone === undefined ? [] : phoneVariants(customer.phone);
  const users = customer.userId === undefined ? [] : [customer.userId];
  const former = identity?.formerIds ?? [];
  const [, ...names] = (progress?.indexedAs ?? "").split(" ");
  return [
    ...conversationIdsOf(state),
    ...users.map((userId) => conversationFor(name, { userId })),
    // An id is hashed in the same way whether it is a phone or a user id.
    ...[...phones, ...former].map((phone) => conversationFor(name, { phone })),
    ...names.map(conversationId),
  ];
}

export const isOutside = (
  ports: RolloutPorts,
  number: Pick<BusinessNumber, "name" | "rollout">,
  rollout: Rollout,
  state: ConversationState,
): boolean =>
  !isForEverybody(rollout) &&
  !isInRollout(rollout, {
    ids: rollout.contacts.length > 0 ? allIdsOf(ports, number, state) : [],
    position: positionOf(ports, state),
  });
