import { suspensionCheckMs, throttledIntervalMs } from "../../domain/backoff.ts";
import { hasAnswer } from "../../domain/turn/turn.ts";
import type { Engine } from "../ports/engine.ts";
import type { Situation } from "./situation.ts";

/** The conversations of a suspended number come back over this time. */
const RETURN_SPREAD_MS = 10_000;

/** `undefined` when the number can send. */
export async function numberWaitMs(engine: Engine, at: Situation): Promise<number | undefined> {
  const { clock, conversations } = engine;
  const { state, suspension, throttledUntil = 0, commandNumber } = at;
  const now = clock.now();
  const number = commandNumber && engine.numberNamed(commandNumber);
  if (suspension && suspension.until > now) {
    if (suspension.credentials !== undefined) engine.invalidateSecrets?.();
    const credentials = await number?.credentials?.().catch(() => undefined);
    const isRepaired =
      suspension.credentials !== undefined &&
      credentials !== undefined &&
      credentials !== suspension.credentials;
    // Spread over some seconds: the first to try finds out for the others.
    if (!isRepaired)
      return (
        Math.min(suspension.until - now, suspensionCheckMs(suspension.since, now)) +
        engine.random() * RETURN_SPREAD_MS
      );
    if (commandNumber) await conversations.resumeNumber(commandNumber);
  }
  // A conversation with a place in the line keeps it.
  const hasPlace = state.turn !== undefined && hasAnswer(state.turn) && state.turn.notBefore !== undefined;
  if (!number || throttledUntil <= now || hasPlace) return undefined;
  return (
    (await conversations.reserveSendSlot(
      number.name,
      throttledUntil,
      throttledIntervalMs(number.messagesPerSecond),
    )) - now
  );
}
