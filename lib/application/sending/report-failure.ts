import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { ConversationId, NumberName, TurnId } from "../../domain/ids.ts";
import { failureOfDay } from "../../domain/turn/failure-of-day.ts";
import type { Engine } from "../ports/engine.ts";
import { countFailure } from "./count-failure.ts";

type FailedTurn = { conversation: ConversationId; turn: TurnId; number: NumberName; reason: string };

/** Remembers which failure is the customer's first within a day. The caller saves the state. */
export function withFailureOfDay<State extends ConversationState>(
  { clock }: Pick<Engine, "clock">,
  state: State,
  of: string,
): State {
  const last = state.progress?.failureOfDay;
  const now = failureOfDay(last, of, clock.now());
  return now === last ? state : { ...state, progress: { ...state.progress, failureOfDay: now } };
}

/** Whether alarms count this failure. `of`: as it was remembered in the state. */
export const failureOfCustomer = ({ progress }: ConversationState, of: string) =>
  progress?.failureOfDay?.of === of ? "first" : "again";

/**
 * What the business can fix has an alarm of its own. A recipient who cannot be reached (not on WhatsApp,
 * blocked, opted out) does not count there. `of`: as it was remembered in the state.
 */
export async function reportFailure(
  engine: Pick<Engine, "telemetry" | "numberNamed" | "failureCounts">,
  state: ConversationState,
  of: string,
  failed: FailedTurn & Record<string, string | number | boolean>,
): Promise<void> {
  const { telemetry, numberNamed } = engine;
  const { number, reason } = failed;
  const facts = { ...failed, ofCustomer: failureOfCustomer(state, of) };
  if (numberNamed(number)?.failureCause(reason) === "recipient") {
    telemetry.count("TurnsUndeliverable", 1, { number });
    telemetry.warn("turn.undeliverable", facts);
  } else {
    telemetry.count("TurnsFailed", 1, { number });
    telemetry.error("turn.failed", facts);
    await countFailure(engine, number, { kind: "turn", code: reason, conversation: state.conversation });
  }
}
