import { suspensionCheckMs, throttledIntervalMs } from "../../domain/backoff.ts";
import type { NumberName } from "../../domain/ids.ts";
import { hasAnswer } from "../../domain/turn/turn.ts";
import type { Engine } from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";

/** Milliseconds over which the conversations of a number that was held come back. */
const HELD_SPREAD = 10_000;

/** Milliseconds after which a conversation looks again whose number can send nothing just now; `undefined` when it can. */
export const numberWaitWith =
  (engine: Engine) =>
  async ({ state, suspension: hold, throttledUntil = 0 }: Loaded, name: NumberName | undefined): Promise<number | undefined> => {
    const { clock, conversations } = engine;
    const now = clock.now();
    const number = name && engine.numberNamed(name);
    if (hold && hold.until > now) {
      if (hold.credentials !== undefined) engine.invalidateSecrets?.();
      const credentials = await number?.credentials?.().catch(() => undefined);
      const isMended = hold.credentials !== undefined && credentials !== undefined && credentials !== hold.credentials;
      // Spread over some seconds, so that the first to try tells the others.
      if (!isMended) return Math.min(hold.until - now, suspensionCheckMs(hold.since, now)) + engine.random() * HELD_SPREAD;
      if (name) await conversations.resumeNumber(name);
    }
    // Who has a place in the line already keeps it.
    const hasPlace = state.turn !== undefined && hasAnswer(state.turn) && state.turn.notBefore !== undefined;
    if (!number || throttledUntil <= now || hasPlace) return undefined;
    return (await conversations.reserveSendSlot(number.name, throttledUntil, throttledIntervalMs(number.messagesPerSecond))) - now;
  };
