import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import { isStale } from "../../domain/conversation/window.ts";
import { isStartedByStaff } from "../../domain/handoff/handoff.ts";
import { isUnheard } from "../../domain/inbox/row-state.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import { applyKeyword, keywordIn } from "../intake/apply-keyword.ts";
import { runStoredSideTask } from "../notify/stored-side-tasks.ts";
import type { Engine } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";

/**
 * The webhook has applied keywords as far as the bot must stop at once; here it happens for certain, and in
 * order. Returns whether there was one: the send blocks must then be reloaded.
 */
export async function applyWaitingKeywords(
  engine: Engine,
  start: ConversationState,
  pending: readonly PendingMessage[],
): Promise<boolean> {
  const { conversations, telemetry, detectKeyword } = engine;
  const keywordOf = ({ content }: PendingMessage) => keywordIn(content, detectKeyword);
  const messages = pending.filter((message) => keywordOf(message) !== undefined);
  if (messages.length === 0) return false;
  const lastHuman = messages.findLastIndex(({ content }) => detectKeyword(content) === "human");
  let stopped = hasStopped(start);
  let state: ConversationState | undefined;
  for (const [index, message] of messages.entries()) {
    const ending = await applyWaitingKeyword(engine, start, message, {
      stopped,
      personLater: index < lastHuman,
    });
    if (!ending) continue;
    stopped ||= keywordOf(message) === "stop";
    // The message's time must be stored before it ends: the window counts from it.
    state ??= await saveAlways(conversations, toTellAgain(engine, start, messages));
    if (ending.kind === "handed-off" && !isLapsed(start, engine.clock.now()))
      state = await remindTeam(engine, state, message);
    await conversations.end(conversationIdsOf(start), [message.id], ending);
    const facts = { conversation: start.conversation, word: keywordOf(message) ?? "", ending: ending.kind };
    telemetry.info("keyword.applied", facts);
  }
  return state !== undefined;
}

/**
 * While the bot goes on, it does not ignore a customer who asks for a person again: it says again when
 * somebody comes.
 */
function toTellAgain(
  { clock, detectKeyword, turnIdFor }: Engine,
  state: ConversationState,
  messages: readonly PendingMessage[],
): ConversationState {
  const { handoff, pausedAt = 0, progress } = state;
  const asksAgain = ({ id, content }: PendingMessage) =>
    detectKeyword(content) === "human" && turnIdFor(id) !== handoff?.id;
  if (pausedAt <= clock.now() || !progress?.toldOpening || !messages.some(asksAgain)) return state;
  const { toldOpening: _, ...rest } = progress;
  return { ...state, progress: rest };
}

/** The people of whom the team knows have gone; the bot goes on with the next message. */
const isLapsed = (state: ConversationState, now: number) =>
  state.resumeAt !== undefined && state.resumeAt <= now && !isUnheard(state);

const hasStopped = ({ progress, optedOutAt, noTemplatesAt }: ConversationState) =>
  optedOutAt !== undefined || noTemplatesAt !== undefined || (progress?.stopped ?? "nothing") !== "nothing";

/** Returns how the message ends; `undefined` when it is for the agent, or too late. */
async function applyWaitingKeyword(
  engine: Engine,
  state: ConversationState,
  message: PendingMessage,
  about: { stopped: boolean; personLater: boolean },
): Promise<Outcome | undefined> {
  const { controls, clock, rules } = engine;
  const { conversation, handoff, pausedAt } = state;
  const ports = { ...engine, idFor: engine.turnIdFor };
  const now = clock.now();
  const stale = isStale(message.sentAt, now, rules.staleAfterHours);
  switch (keywordIn(message.content, engine.detectKeyword)) {
    case undefined:
      return undefined;
    case "stop":
      await applyKeyword(ports, conversation, message, now);
      return { kind: "ignored", reason: "opted-out" };
    case "start":
      // From a customer who never stopped it means something else, unless the provider reports an opt-in.
      if (!about.stopped && message.content.kind !== "opt-out") return undefined;
      await applyKeyword(ports, conversation, message, now);
      return { kind: "ignored", reason: "opted-in" };
    case "human":
      if (stale) return undefined;
      // It begins a handoff of its own.
      if (isLapsed(state, now) && handoff?.id !== ports.idFor(message.id))
        await controls.resume(conversation, { at: now, how: "quiet-time", unless: now });
      await applyKeyword(ports, conversation, message, now);
      return { kind: "handed-off" };
    case "bot":
      if (stale || pausedAt === undefined) return undefined;
      // An older keyword does not end a handoff that was asked for, or began, since.
      if (!about.personLater && message.sentAt >= (handoff?.since ?? 0))
        await controls.resume(conversation, { at: now, how: "customer" });
      return { kind: "ignored", reason: "returned" };
  }
}

/** A person had taken over unasked: the team, not notified then, is now. */
async function remindTeam(
  engine: Engine,
  state: ConversationState,
  { number, sentAt }: PendingMessage,
): Promise<ConversationState> {
  const { handoff, pausedAt } = state;
  if (!engine.handoffNotice.mail || !handoff || pausedAt === undefined || !isStartedByStaff(handoff))
    return state;
  const reminder = { kind: "reminder", number, since: sentAt, handoff: handoff.id } as const;
  const reminded = await runStoredSideTask(engine, state, number, reminder);
  return reminded === state ? state : saveAlways(engine.conversations, reminded);
}
