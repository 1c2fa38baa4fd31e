import { type ConversationState, conversationIdsOf, type Outcome, type PendingMessage } from "../../domain/conversation/conversation.ts";
import { isStale } from "../../domain/conversation/window.ts";
import { isStartedByStaff } from "../../domain/handoff/handoff.ts";
import { applyKeyword, keywordIn } from "../intake/apply-keyword.ts";
import { sideTasksWith } from "../notify/side-tasks.ts";
import { withinCeiling } from "../notify/within-ceiling.ts";
import { type Engine, saveAlways } from "../ports/engine.ts";

/**
 * Does what waiting messages of one word ask for, and ends them. The edge has done the same already, as far as the bot must fall silent at once;
 * here it is done for certain, and in order. Gives whether any message was such a one: the silences must be read again then.
 */
export const applyWaitingKeywordsWith = (engine: Engine) => {
  const { conversations, controls, clock, rules, telemetry, detectKeyword } = engine;
  const sideTasks = sideTasksWith(engine);
  const keywordPorts = { ...engine, idFor: engine.turnIdFor };

  /** How the message ends, when it is one of these words; `undefined` when it is for the agent, or too late to be heeded. */
  async function endingOf(
    state: ConversationState,
    message: PendingMessage,
    about: { stopped: boolean; personLater: boolean },
  ): Promise<Outcome | undefined> {
    const { conversation, handoff, pausedAt } = state;
    const now = clock.now();
    const stale = isStale(message.sentAt, now, rules.staleAfterHours);
    switch (keywordIn(message.content, detectKeyword)) {
      case undefined:
        return undefined;
      case "stop":
        await applyKeyword(keywordPorts, conversation, message, now);
        return { kind: "ignored", reason: "opted-out" };
      case "start":
        // Who never stopped means something else by it, unless the provider says so.
        if (!about.stopped && message.content.kind !== "opt-out") return undefined;
        await applyKeyword(keywordPorts, conversation, message, now);
        return { kind: "ignored", reason: "opted-in" };
      case "human":
        if (stale) return undefined;
        await applyKeyword(keywordPorts, conversation, message, now);
        return { kind: "handed-off" };
      case "bot":
        if (stale || pausedAt === undefined) return undefined;
        // An older word does not take back a person who was asked for, or came, since.
        if (!about.personLater && message.sentAt >= (handoff?.since ?? 0))
          await controls.resume(conversation, { at: now, how: "customer" });
        return { kind: "ignored", reason: "returned" };
    }
  }

  /** A customer asks for a person in a conversation that a person took over by themselves: nobody was told of that one, so they are now. */
  async function remind(state: ConversationState, { number, sentAt }: PendingMessage): Promise<ConversationState> {
    const { handoff, pausedAt } = state;
    if (!engine.handoffNotice.mail || !handoff || pausedAt === undefined || !isStartedByStaff(handoff) || !engine.numberNamed(number))
      return state;
    const progress = withinCeiling(engine, state, number, "mail");
    if (!progress) return state;
    return saveAlways(conversations, await sideTasks.run({ ...state, progress }, number, { kind: "reminder", number, since: sentAt }));
  }

  return async (start: ConversationState, pending: readonly PendingMessage[]): Promise<boolean> => {
    const spoken = pending.filter(({ content }) => keywordIn(content, detectKeyword) !== undefined);
    if (spoken.length === 0) return false;
    const lastHuman = spoken.findLastIndex(({ content }) => detectKeyword(content) === "human");
    const { progress, optedOutAt, noTemplatesAt } = start;
    let stopped = optedOutAt !== undefined || noTemplatesAt !== undefined || (progress?.stopped ?? "nothing") !== "nothing";
    let state: ConversationState | undefined;
    for (const [index, message] of spoken.entries()) {
      const ending = await endingOf(start, message, { stopped, personLater: index < lastHuman });
      if (!ending) continue;
      stopped ||= keywordIn(message.content, detectKeyword) === "stop";
      // When the customer wrote must be kept before the message is gone: the window counts from it.
      state ??= await saveAlways(conversations, start);
      if (ending.kind === "handed-off") state = await remind(state, message);
      await conversations.end(conversationIdsOf(start), [message.id], ending);
      telemetry.info("message.heeded", {
        conversation: start.conversation,
        word: keywordIn(message.content, detectKeyword) ?? "",
        ending: ending.kind,
      });
    }
    return state !== undefined;
  };
};
