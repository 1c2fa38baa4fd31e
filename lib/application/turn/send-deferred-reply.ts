import {
  type ConversationIds,
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import type { DeferredPart, DeferredReply, Progress } from "../../domain/conversation/progress.ts";
import type { SendBlock } from "../../domain/conversation/send-block.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { deferredReply, progressAfterTurn } from "../../domain/turn/deferred-reply.ts";
import type { ReplyPart } from "../../domain/turn/turn.ts";
import { type BusinessNumber, type CommandResult, type Engine, saveAlways } from "../ports/engine.ts";
import { beyondTurn, type SendMessage } from "../sending/send-message.ts";

/** A message that the business begins, and that must not break into anything. */
const UNASKED: readonly SendBlock[] = ["paused", "opted-out", "no-templates", "switched-off"];

function withoutHeld(state: ConversationState, { turn: delivered }: DeferredReply): Progress {
  const { deferredReply: _, reengagedFor: __, ...progress } = progressAfterTurn(state);
  return { ...progress, delivered };
}

/**
 * What becomes of a reply that was too late for the customer service window: the re-engagement template goes out once, and the reply
 * when the customer answers, if it is still fresh.
 */
export const sendDeferredReplyWith = (engine: Engine, say: SendMessage) => {
  const { conversations, deliveries, clock, rules } = engine;

  const isFresh = ({ at }: DeferredReply) => clock.now() - at <= rules.heldFreshHours * HOUR_MS;

  /** A tap on the template's button asks for nothing but the reply. */
  const isTap = ({ content }: PendingMessage, { progress }: ConversationState) =>
    content.kind === "button" && progress?.reengagedFor !== undefined;

  async function reengage(
    state: ConversationState,
    number: BusinessNumber,
    held: DeferredReply,
    deadline: number,
  ): Promise<CommandResult | ConversationState> {
    const { customer, progress } = state;
    if (!number.reengagement || !customer || progress?.reengagedFor === held.turn || !isFresh(held)) return state;
    const template = number.reengagement(customer);
    const noted = beyondTurn({ ...state, progress: { ...progress, reengagedFor: held.turn } });
    const spoken = await say(
      noted,
      number,
      {
        cause: `re-engage ${held.turn}`,
        parts: [{ text: template.preview ?? `[template ${template.name}]`, template }],
        by: "system",
        capped: "reengagement",
        blockedBy: UNASKED,
        anytime: true,
      },
      deadline,
    );
    if (spoken.kind === "said") return spoken.state;
    // A later end of the silence is no reason to begin again.
    return spoken.kind === "waiting" ? spoken.wake : saveAlways(conversations, noted);
  }

  /** The parts but for those whose send was unknown when the window closed, and which arrived, as a status has told since. */
  async function notArrived(state: ConversationState, { parts }: DeferredReply): Promise<readonly ReplyPart[]> {
    const arrived = await Promise.all(parts.map(({ sent }) => sent !== undefined && hasArrived(conversationIdsOf(state), sent)));
    return parts.flatMap(({ sent: _, ...part }, index) => (arrived[index] ? [] : [part]));
  }

  async function hasArrived(
    conversationIds: ConversationIds,
    { turn, part, attempts }: NonNullable<DeferredPart["sent"]>,
  ): Promise<boolean> {
    const references = conversationIds.flatMap((conversation) =>
      Array.from({ length: attempts }, (_, index) => ({ conversation, turn, part, attempt: index + 1 })),
    );
    const found = await Promise.all(references.map((reference) => deliveries.find(reference)));
    return found.some((delivery) => delivery && delivery.state !== "failed");
  }

  /** "again": the reply was delivered, and what waited only for it is off the list. */
  return async (
    state: ConversationState,
    number: BusinessNumber,
    waiting: readonly PendingMessage[],
    deadline: number,
  ): Promise<CommandResult | ConversationState | "again"> => {
    const held = deferredReply(state);
    if (!held) return state;
    // Who has written since needs no template to come back.
    const hasWritten = (state.lastInboundAt ?? 0) > held.at && isWindowOpen(state.lastInboundAt ?? 0, clock.now());
    if (waiting.length === 0 && !(hasWritten && isFresh(held))) return reengage(state, number, held, deadline);
    const progress = withoutHeld(state, held);
    const parts = isFresh(held) ? await notArrived(state, held) : [];
    if (parts.length === 0) {
      const { turn: _, ...rest } = state;
      return { ...rest, progress };
    }
    const messages = waiting.filter((message) => isTap(message, state)).map(({ id }) => id);
    const spoken = await say(
      { ...state, progress },
      number,
      { cause: `held ${held.turn}`, parts, messages, capped: "held-reply" },
      deadline,
    );
    if (spoken.kind === "said") return "again";
    return spoken.kind === "waiting" ? spoken.wake : state;
  };
};
