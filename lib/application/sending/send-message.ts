import type { ConversationState, Outcome } from "../../domain/conversation/conversation.ts";
import type { SendBlock } from "../../domain/conversation/send-block.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import type { MessageId } from "../../domain/ids.ts";
import { progressAfterTurn } from "../../domain/turn/deferred-reply.ts";
import type { LimitedKind } from "../../domain/turn/hourly-limits.ts";
import type { Part, ReplyPart, Turn } from "../../domain/turn/turn.ts";
import { withinCeiling } from "../notify/within-ceiling.ts";
import { type BusinessNumber, type CommandResult, type Engine, NO_TIME, type StateWithTurn, saveUnlessBlocked } from "../ports/engine.ts";
import { TIME_TO_SEND } from "../turn/ask-agent.ts";

export type Conclude = (
  state: StateWithTurn,
  number: BusinessNumber,
  deadline: number,
  marked: number,
) => Promise<CommandResult | StateWithTurn>;

/** Words that no agent call has made. */
export type MessageRequest = Pick<Turn, "by" | "blockedBy" | "anytime" | "outbound" | "campaign"> & {
  /** What it is said for: the same for a repeat, so that it is said once. */
  cause: string;
  parts: readonly ReplyPart[];
  /** Messages that it answers, and how they end then. */
  messages?: readonly MessageId[];
  ending?: Outcome;
  /** What it counts as, where the conversation may hear so much of it in an hour only. */
  capped?: LimitedKind;
};

export type SendResult =
  /** Settled, one way or the other. `state` may be said further things in. */
  | { kind: "said"; state: StateWithTurn }
  /** Nothing left and nothing was written. */
  | { kind: "unsaid"; why: SendBlock | "window" | "ceiling" }
  | { kind: "waiting"; wake: CommandResult };

/** The parts of a new turn, the first of them about to leave. */
export const claimFirstPart = (parts: readonly ReplyPart[], now: number): Part[] =>
  parts.map((part, index) =>
    index === 0 ? { ...part, state: "sending", sendingAt: now, attempts: 1 } : { ...part, state: "pending", attempts: 0 },
  );

/**
 * Says something in a turn of its own. The turn, the mark of its first part and the state's progress are written in one step,
 * so that what the progress notes as said is said, and once.
 */
export const sendMessageWith =
  (
    engine: Pick<Engine, "conversations" | "switches" | "controls" | "conversationFor" | "clock" | "telemetry" | "turnIdFor">,
    conclude: Conclude,
  ) =>
  async (state: ConversationState, number: BusinessNumber, said: MessageRequest, deadline: number): Promise<SendResult> => {
    const { cause, parts, messages = [], ending = { kind: "answered" }, capped, ...about } = said;
    const now = engine.clock.now();
    if (!said.anytime && !isWindowOpen(state.lastInboundAt ?? 0, now)) return { kind: "unsaid", why: "window" };
    if (deadline - now < TIME_TO_SEND) return { kind: "waiting", wake: NO_TIME };
    const progress = capped === undefined ? state.progress : withinCeiling(engine, state, number.name, capped);
    if (capped !== undefined && !progress) return { kind: "unsaid", why: "ceiling" };
    const turn: Turn = {
      ...about,
      id: engine.turnIdFor(cause),
      number: number.name,
      messages,
      startedAt: now,
      agentFailures: 0,
      parts: claimFirstPart(parts, now),
      ending,
      reopened: true,
    };
    const saved = await saveUnlessBlocked(engine, { ...state, number: number.name, turn, ...(progress && { progress }) });
    if (typeof saved === "string") return { kind: "unsaid", why: saved };
    const concluded = await conclude(saved, number, deadline, 0);
    return "version" in concluded ? { kind: "said", state: concluded } : { kind: "waiting", wake: concluded };
  };

export type SendMessage = ReturnType<typeof sendMessageWith>;

/** The state as it must be written with a turn that replaces its latest. */
export const beyondTurn = <State extends ConversationState>(state: State): State => ({ ...state, progress: progressAfterTurn(state) });
