import type { ConversationId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Engine } from "../ports/engine.ts";

type FailedTurn = { conversation: ConversationId; turn: TurnId; number: NumberName; reason: string };

/**
 * What the business can fix alarms at the first one. A recipient who cannot be reached (not on WhatsApp,
 * blocked, opted out) does not.
 */
export function reportFailure(
  { telemetry, numberNamed }: Pick<Engine, "telemetry" | "numberNamed">,
  facts: FailedTurn & Record<string, string | number | boolean>,
): void {
  const { number, reason } = facts;
  if (numberNamed(number)?.failureCause(reason) === "recipient") {
    telemetry.count("TurnsUndeliverable", 1, { number });
    telemetry.warn("turn.undeliverable", facts);
  } else {
    telemetry.count("TurnsFailed", 1, { number });
    telemetry.error("turn.failed", facts);
  }
}
