import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { SendBlock } from "../../domain/conversation/send-block.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import type { MessageId, TurnId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Rollout } from "../../domain/rollout/rollout.ts";
import { progressAfterTurn } from "../../domain/turn/deferred-reply.ts";
import type { LimitedKind } from "../../domain/turn/hourly-limits.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";
import { countWithinLimit } from "../notify/count-within-limit.ts";
import { NO_TIME, type RetryAfter } from "../ports/command-result.ts";
import type { Engine, SendContext, StateWithTurn } from "../ports/engine.ts";
import { claimFirstPart, FIRST_PART } from "./claim-parts.ts";
import { concludeTurn } from "./conclude-turn.ts";
import { saveUnlessBlocked } from "./save-unless-blocked.ts";

/** For storing and sending a reply. */
export const TIME_TO_SEND_MS = 15_000;

/** The system, staff or a mailing sends it. */
export type MessageRequest = Pick<
  Turn,
  "by" | "blockedBy" | "anytime" | "outbound" | "campaign" | "approvedBy" | "handsOff" | "opening"
> & {
  /** Of the draft that it sends; else made of the cause. */
  id?: TurnId;
  /** A repeat has the same cause, and is sent once. */
  cause: string;
  parts: readonly ReplyPart[];
  /** Messages that it answers, and how they end then. */
  messages?: readonly MessageId[];
  ending?: Outcome;
  countsAs?: LimitedKind;
};

export type SendResult =
  /** More may be sent with `state`. */
  | { kind: "sent"; state: StateWithTurn }
  /** Nothing was written. `others`: what the customer, who is outside the rollout, gets instead. */
  | { kind: "notSent"; why: SendBlock | "window" | "ceiling"; others?: Rollout["others"] }
  | RetryAfter;

/**
 * Turn, claim of the first part and progress are written in one step: what the progress notes as sent is
 * sent, and once.
 */
export async function sendMessage(
  engine: Engine,
  at: SendContext,
  request: MessageRequest,
): Promise<SendResult> {
  const { state, number, deadline } = at;
  const {
    cause,
    id = engine.turnIdFor(cause),
    parts,
    messages = [],
    ending = { kind: "answered" },
    countsAs,
    ...about
  } = request;
  const now = engine.clock.now();
  if (!request.anytime && !isWindowOpen(state.lastInboundAt ?? 0, now))
    return { kind: "notSent", why: "window" };
  if (deadline - now < TIME_TO_SEND_MS) return NO_TIME;
  const progress =
    countsAs === undefined ? state.progress : countWithinLimit(engine, state, number.name, countsAs);
  if (countsAs !== undefined && !progress) return { kind: "notSent", why: "ceiling" };
  const turn: Turn = {
    ...about,
    id,
    number: number.name,
    messages,
    startedAt: now,
    agentFailures: 0,
    parts: claimFirstPart(parts, now),
    ending,
    reopened: true,
  };
  const saved = await saveUnlessBlocked(engine, {
    ...state,
    number: number.name,
    turn,
    ...omitUndefined({ progress }),
  });
  if (saved.kind === "blocked")
    return { kind: "notSent", why: saved.by, ...omitUndefined({ others: saved.others }) };
  const concluded = await concludeTurn(engine, { ...at, state: saved.state, claimedPart: FIRST_PART });
  return concluded.kind === "finished" ? { kind: "sent", state: concluded.state } : concluded;
}

/** The state to write with a turn that replaces its latest. */
export const stateAfterTurn = <State extends ConversationState>(state: State): State => ({
  ...state,
  progress: progressAfterTurn(state),
});
