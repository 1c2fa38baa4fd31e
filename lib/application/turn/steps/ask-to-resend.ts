import { isBelowLimit } from "../../../domain/turn/hourly-limits.ts";
import type { Outcome } from "../../../domain/turn/outcome.ts";
import { DONE } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { endingFor } from "../../sending/save-unless-blocked.ts";
import { type MessageRequest, sendMessage, stateAfterTurn } from "../../sending/send-message.ts";
import { endPending } from "../end-messages.ts";
import { noteForNext } from "../question-text.ts";
import { type AtNumber, answeredIds } from "../situation.ts";
import { withoutUnanswered } from "../unanswered-turn.ts";

const UNSUPPORTED: Outcome = { kind: "ignored", reason: "unsupported" };

/**
 * When nothing readable waits beside them, ends messages that WhatsApp did not pass on, and asks the customer
 * once an hour to send them again.
 */
export async function askToResend(engine: Engine, start: AtNumber): Promise<Next<AtNumber>> {
  const { rules, clock, conversations, telemetry } = engine;
  const { pending, number } = start;
  if (!pending.every(({ content }) => content.kind === "unsupported")) return next(start);
  const at = { ...start, state: withoutUnanswered(start.state) };
  const { state } = at;
  let ending = UNSUPPORTED;
  const noted = { ...at, state: { ...state, progress: { ...state.progress, ...noteForNext(at) } } };
  if (rules.askToResend && isBelowLimit(state.progress?.lastHour, "resend-line", clock.now())) {
    const result = await sendMessage(engine, { ...at, state: stateAfterTurn(noted.state) }, requestFor(at));
    if (result.kind === "retryAfter") return result;
    if (result.kind === "sent") {
      telemetry.count("ResendRequests", 1, { number: number.name });
      return DONE;
    }
    // Outside the rollout the customer may get a person.
    if (result.why === "outside-rollout") return RELOAD;
    if (result.why !== "window" && result.why !== "ceiling") ending = endingFor(result.why);
  }
  await saveAlways(conversations, noted.state);
  await endPending(engine, at, ending);
  return DONE;
}

function requestFor(at: AtNumber): MessageRequest {
  const messages = answeredIds(at);
  const text = at.number.textFor("resend", at.state.customer ?? {});
  return {
    cause: `resend ${messages[0]}`,
    parts: [{ text }],
    by: "system",
    countsAs: "resend-line",
    messages,
    ending: UNSUPPORTED,
  };
}
