import { type ConversationState, type PendingMessage, type Places, placesOf } from "../../domain/conversation/conversation.ts";
import type { HeldPart, HeldReply, Memory } from "../../domain/conversation/memory.ts";
import type { Silence } from "../../domain/conversation/silence.ts";
import { windowOpen } from "../../domain/conversation/window.ts";
import { heldReply, memoryBeyondTurn } from "../../domain/turn/held-reply.ts";
import type { ReplyPart } from "../../domain/turn/turn.ts";
import { type BusinessNumber, type Engine, saveAlways, type Wake } from "../ports/engine.ts";
import { beyondTurn, type Say } from "../sending/say.ts";

/** A message that the business begins, and that must not break into anything. */
const UNASKED: readonly Silence[] = ["paused", "opted-out", "no-templates", "switched-off"];

function withoutHeld(state: ConversationState, { turn: delivered }: HeldReply): Memory {
  const { held: _, reengagedFor: __, ...memory } = memoryBeyondTurn(state);
  return { ...memory, delivered };
}

/**
 * What becomes of a reply that was too late for the customer service window: the re-engagement template goes out once, and the reply
 * when the customer answers, if it is still fresh.
 */
export const deliverHeldWith = (engine: Engine, say: Say) => {
  const { conversations, deliveries, clock, rules } = engine;

  const isFresh = ({ at }: HeldReply) => clock.now() - at <= rules.heldFreshHours * 3_600_000;

  /** A tap on the template's button asks for nothing but the reply. */
  const isTap = ({ content }: PendingMessage, { memory }: ConversationState) =>
    content.kind === "button" && memory?.reengagedFor !== undefined;

  async function reengage(
    state: ConversationState,
    number: BusinessNumber,
    held: HeldReply,
    deadline: number,
  ): Promise<Wake | ConversationState> {
    const { customer, memory } = state;
    if (!number.reengagement || !customer || memory?.reengagedFor === held.turn || !isFresh(held)) return state;
    const template = number.reengagement(customer);
    const noted = beyondTurn({ ...state, memory: { ...memory, reengagedFor: held.turn } });
    const spoken = await say(
      noted,
      number,
      {
        cause: `re-engage ${held.turn}`,
        parts: [{ text: template.preview ?? `[template ${template.name}]`, template }],
        by: "system",
        capped: "reengagement",
        silencedBy: UNASKED,
        anytime: true,
      },
      deadline,
    );
    if (spoken.kind === "said") return spoken.state;
    // A later end of the silence is no reason to begin again.
    return spoken.kind === "waiting" ? spoken.wake : saveAlways(conversations, noted);
  }

  /** The parts but for those whose send was unknown when the window closed, and which arrived, as a status has told since. */
  async function notArrived(state: ConversationState, { parts }: HeldReply): Promise<readonly ReplyPart[]> {
    const arrived = await Promise.all(parts.map(({ sent }) => sent !== undefined && hasArrived(placesOf(state), sent)));
    return parts.flatMap(({ sent: _, ...part }, index) => (arrived[index] ? [] : [part]));
  }

  async function hasArrived(places: Places, { turn, part, attempts }: NonNullable<HeldPart["sent"]>): Promise<boolean> {
    const references = places.flatMap((conversation) =>
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
  ): Promise<Wake | ConversationState | "again"> => {
    const held = heldReply(state);
    if (!held) return state;
    // Who has written since needs no template to come back.
    const hasWritten = (state.lastInboundAt ?? 0) > held.at && windowOpen(state.lastInboundAt ?? 0, clock.now());
    if (waiting.length === 0 && !(hasWritten && isFresh(held))) return reengage(state, number, held, deadline);
    const memory = withoutHeld(state, held);
    const parts = isFresh(held) ? await notArrived(state, held) : [];
    if (parts.length === 0) {
      const { turn: _, ...rest } = state;
      return { ...rest, memory };
    }
    const messages = waiting.filter((message) => isTap(message, state)).map(({ id }) => id);
    const spoken = await say({ ...state, memory }, number, { cause: `held ${held.turn}`, parts, messages, capped: "held-reply" }, deadline);
    if (spoken.kind === "said") return "again";
    return spoken.kind === "waiting" ? spoken.wake : state;
  };
};
