import type { ConversationState, Outcome, PendingMessage } from "../domain/conversation.ts";
import { type Engine, saveAlways } from "./engine.ts";
import { heedWordWith } from "./heed-word.ts";

/**
 * Does what waiting messages of one word ask for, and ends them. The edge has done the same already, as far as the bot must fall silent at once;
 * here it is done for certain, and in order. Gives whether any message was such a one: the silences must be read again then.
 */
export const heedWaitingWith = (engine: Engine) => {
  const { conversations, controls, clock, rules, telemetry, wordOf } = engine;
  const resumeAfter = rules.resumeAfterHours * 3_600_000;
  const heed = heedWordWith({ ...engine, idFor: engine.turnIdFor, resumeAfter, staleAfterHours: rules.staleAfterHours });

  /** How the message ends, when it is one of these words; `undefined` when it is for the agent. */
  async function endingOf(state: ConversationState, message: PendingMessage, stopped: boolean): Promise<Outcome | undefined> {
    const { conversation } = state;
    switch (wordOf(message.content)) {
      case undefined:
        return undefined;
      case "stop":
        await heed(conversation, message, clock.now());
        return { kind: "ignored", reason: "opted-out" };
      case "start":
        // Who never stopped means something else by it.
        if (!stopped) return undefined;
        await heed(conversation, message, clock.now());
        return { kind: "ignored", reason: "opted-in" };
      case "human":
        await heed(conversation, message, clock.now());
        return { kind: "handed-off" };
      case "bot":
        if (state.pausedAt === undefined) return undefined;
        await controls.resume(conversation, { at: clock.now(), how: "customer" });
        return { kind: "ignored", reason: "returned" };
    }
  }

  return async (start: ConversationState, pending: readonly PendingMessage[]): Promise<boolean> => {
    const spoken = pending.filter(({ content }) => wordOf(content) !== undefined);
    if (spoken.length === 0) return false;
    const { memory, optedOutAt, noTemplatesAt } = start;
    let stopped = optedOutAt !== undefined || noTemplatesAt !== undefined || (memory?.stopped ?? "nothing") !== "nothing";
    let state: ConversationState | undefined;
    for (const message of spoken) {
      const ending = await endingOf(start, message, stopped);
      if (!ending) continue;
      stopped ||= wordOf(message.content) === "stop";
      // When the customer wrote must be kept before the message is gone: the window counts from it.
      state ??= await saveAlways(conversations, start);
      await conversations.end(start.conversation, [message.id], ending);
      telemetry.info("message.heeded", { conversation: start.conversation, word: wordOf(message.content) ?? "", ending: ending.kind });
    }
    return state !== undefined;
  };
};
