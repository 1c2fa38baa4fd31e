import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../../domain/conversation/conversation.ts";
import type { DeferredReply, Progress } from "../../../domain/conversation/progress.ts";
import { AGENT_SEND_BLOCKS, type TurnSendBlock } from "../../../domain/conversation/send-block.ts";
import { isWindowOpen } from "../../../domain/conversation/window.ts";
import { HOUR_MS } from "../../../domain/time.ts";
import { deferredReply, progressAfterTurn, replyIdsOf } from "../../../domain/turn/deferred-reply.ts";
import { mergeDelivered } from "../../../domain/turn/merge-deferred-replies.ts";
import type { ReplyPart } from "../../../domain/turn/turn.ts";
import { joinTexts } from "../../../domain/turn/waiting-parts.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import type { Deliveries } from "../../ports/ports.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { handOverOutside } from "../../sending/hand-over-outside.ts";
import { hasArrived } from "../../sending/has-arrived.ts";
import { sendMessage, stateAfterTurn } from "../../sending/send-message.ts";
import { dueDisclosure, withDisclosure } from "../due-disclosure.ts";
import { type AtNumber, idsOf } from "../situation.ts";

/** A message that the business begins must not break into anything. */
const TEMPLATE_BLOCKS: readonly TurnSendBlock[] = [...AGENT_SEND_BLOCKS, "no-templates"];

/** The re-engagement template goes out once, and the reply when the customer writes, if it is still fresh. */
export async function sendDeferredReply(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { state, pending } = at;
  const reply = deferredReply(state);
  if (!reply) return next(at);
  const isFresh = engine.clock.now() - reply.at <= engine.rules.deferredFreshHours * HOUR_MS;
  // A customer who has written since needs no template to come back.
  const { lastInboundAt = 0 } = state;
  const isDue = (reply.isSoon || lastInboundAt > reply.at) && isWindowOpen(lastInboundAt, engine.clock.now());
  if (pending.length === 0 && !(isDue && isFresh))
    return isFresh ? sendReengagement(engine, at, reply) : next(at);
  const progress = withoutDeferred(state, reply);
  const parts = isFresh ? await partsNotArrived(engine.deliveries, state, reply) : [];
  if (parts.length === 0) {
    const { turn: _, ...rest } = state;
    return next({ ...at, state: { ...rest, progress } });
  }
  const disclosure = await dueDisclosure(engine, at);
  const result = await sendMessage(
    engine,
    { ...at, state: { ...state, progress } },
    {
      cause: `deferred ${reply.turn}`,
      parts: withDisclosure(at.number, joinTexts(parts, at.number.sender.maxLength), disclosure),
      messages: idsOf(pending.filter((message) => isTap(message, state))),
      countsAs: "deferred-reply",
    },
  );
  switch (result.kind) {
    case "sent":
      noteLeftOut(engine, state, reply);
      return RELOAD;
    case "notSent":
      return result.others === "handoff" ? handOver(engine, at, reply) : next(at);
    case "retryAfter":
      return result;
  }
}

function noteLeftOut(
  { telemetry }: Engine,
  { conversation }: ConversationState,
  { turn, leftOut }: DeferredReply,
): void {
  if (leftOut) telemetry.warn("deferred-reply.left-out", { conversation, turn, replies: leftOut.length });
}

/** A customer outside the rollout gets a person, once; the reply waits as during any handoff. */
async function handOver(engine: Engine, at: AtNumber, { turn }: DeferredReply): Promise<Next<AtNumber>> {
  const { state, number } = at;
  const { conversation } = state;
  const paused = await handOverOutside(engine, { conversation, number: number.name, id: turn });
  return paused === "paused" ? RELOAD : next(at);
}

/** A tap on the template's button asks for nothing but the reply. */
const isTap = ({ content }: PendingMessage, { progress }: ConversationState) =>
  content.kind === "button" && progress?.reengagedFor !== undefined;

function withoutDeferred(state: ConversationState, reply: DeferredReply): Progress {
  const { deferredReply: _, reengagedFor: __, delivered = [], ...progress } = progressAfterTurn(state);
  const ids = [...replyIdsOf(reply), reply.turn];
  return { ...progress, delivered: mergeDelivered(delivered, ids) };
}

async function sendReengagement(engine: Engine, at: AtNumber, reply: DeferredReply): Promise<Next<AtNumber>> {
  const { state, number } = at;
  const { customer, progress } = state;
  if (!number.reengagement || !customer || progress?.reengagedFor === reply.turn) return next(at);
  const template = number.reengagement(customer);
  const noted = stateAfterTurn({ ...state, progress: { ...progress, reengagedFor: reply.turn } });
  const result = await sendMessage(
    engine,
    { ...at, state: noted },
    {
      cause: `re-engage ${reply.turn}`,
      parts: [{ text: template.preview ?? `[template ${template.name}]`, template }],
      by: "system",
      countsAs: "reengagement",
      blockedBy: TEMPLATE_BLOCKS,
      anytime: true,
    },
  );
  switch (result.kind) {
    case "sent":
      return next({ ...at, state: result.state });
    case "notSent":
      // A later end of the send block is no reason to begin again.
      return next({ ...at, state: await saveAlways(engine.conversations, noted) });
    case "retryAfter":
      return result;
  }
}

/** Without those that were unknown when the window closed and have arrived since. */
async function partsNotArrived(
  deliveries: Deliveries,
  state: ConversationState,
  { parts }: DeferredReply,
): Promise<ReplyPart[]> {
  const arrived = await Promise.all(
    parts.map(({ sent }) => sent !== undefined && hasArrived(deliveries, conversationIdsOf(state), sent)),
  );
  return parts.flatMap(({ sent: _, of: __, ...part }, index) => (arrived[index] ? [] : [part]));
}
