import type { ConversationId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Engine } from "../ports/engine.ts";
import { countFailure } from "./count-failure.ts";

type FailedTurn = { conversation: ConversationId; turn: TurnId; number: NumberName; reason: string };

/**
 * What the business can fix alarms at the first one. A recipient who cannot be reached (not on WhatsApp,
 * blocked, opted out) does not.
 */
export async function reportFailure(
  engine: Pick<Engine, "telemetry" | "numberNamed" | "failureCounts">,
  facts: FailedTurn & Record<string, string | number | boolean>,
): Promise<void> {
  const { telemetry, numberNamed } = engine;
  const { number, reason } = facts;
  if (numberNamed(number)?.failureCause(reason) === "recipient") {
    telemetry.count("TurnsUndeliverable", 1, { number });
    telemetry.warn("turn.undeliverable", facts);
  } else {
    telemetry.count("TurnsFailed", 1, { number });
    telemetry.error("turn.failed", facts);
    await countFailure(engine, number, { kind: "turn", code: reason });
  }
}
