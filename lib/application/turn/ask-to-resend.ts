import { type ConversationState, conversationIdsOf, type Outcome, type PendingMessage } from "../../domain/conversation/conversation.ts";
import type { MessageId } from "../../domain/ids.ts";
import { isBelowLimit } from "../../domain/turn/hourly-limits.ts";
import { type BusinessNumber, type CommandResult, DONE, type Engine, endingFor, saveAlways } from "../ports/engine.ts";
import { beyondTurn, type SendMessage } from "../sending/send-message.ts";
import { aboutNotes } from "./question-text.ts";

/** What the agent must still learn of them when the customer has sent them again: the ad or the product they were about. */
function noteFrom(state: ConversationState, messages: readonly PendingMessage[]): { note?: string } {
  const notes = messages.flatMap(aboutNotes);
  const lines = [...new Set([...(state.progress?.note === undefined ? [] : [state.progress.note]), ...notes.slice(-1)])];
  return notes.length > 0 ? { note: lines.join("\n") } : {};
}

/**
 * Ends messages that WhatsApp did not pass on, when nothing readable waits beside them. Asks the customer to send them again,
 * once an hour.
 */
export const askToResendWith =
  ({ conversations, clock, rules, telemetry }: Pick<Engine, "conversations" | "clock" | "rules" | "telemetry">, say: SendMessage) =>
  async (
    state: ConversationState,
    { messages, ids }: { messages: readonly PendingMessage[]; ids: readonly MessageId[] },
    number: BusinessNumber,
    deadline: number,
  ): Promise<CommandResult> => {
    let ending: Outcome = { kind: "ignored", reason: "unsupported" };
    const noted = { ...state, progress: { ...state.progress, ...noteFrom(state, messages) } };
    if (rules.askToResend && isBelowLimit(state.progress, "resend-line", clock.now())) {
      const text = number.textFor("resend", state.customer ?? {});
      const spoken = await say(
        beyondTurn(noted),
        number,
        { cause: `resend ${ids[0]}`, parts: [{ text }], by: "system", capped: "resend-line", messages: ids, ending },
        deadline,
      );
      if (spoken.kind === "waiting") return spoken.wake;
      if (spoken.kind === "said") {
        telemetry.count("ResendsAsked", 1, { number: number.name });
        return DONE;
      }
      if (spoken.why !== "window" && spoken.why !== "ceiling") ending = endingFor(spoken.why);
    }
    await saveAlways(conversations, noted);
    await conversations.end(conversationIdsOf(state), ids, ending);
    const reason = "reason" in ending ? { reason: ending.reason } : {};
    telemetry.info("message.ignored", { conversation: state.conversation, messages: messages.length, ending: ending.kind, ...reason });
    return DONE;
  };
