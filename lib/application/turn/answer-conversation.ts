import { activeSendBlock, type ConversationState, conversationIdsOf, type PendingMessage } from "../../domain/conversation/conversation.ts";
import { isStale } from "../../domain/conversation/window.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { applyEdits } from "../../domain/turn/edits.ts";
import { cancelOpenParts, hasAnswer, isSettled } from "../../domain/turn/turn.ts";
import { customerAfter, followNotes, isLatest, joinKnownCustomer, latestNote } from "../identity/follow-identity.ts";
import { resolveConversation } from "../identity/identities.ts";
import { mergeConversation } from "../identity/merge-conversation.ts";
import { noteContactWith } from "../identity/note-contact.ts";
import { announceHandoffWith } from "../notify/announce-handoff.ts";
import { confirmConsentChangeWith } from "../notify/confirm-consent-change.ts";
import {
  type CommandResult,
  DONE,
  type Engine,
  endingFor,
  NO_TIME,
  type StateWithTurn,
  saveAlways,
  sendBlocksOf,
} from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { sendMessageWith } from "../sending/send-message.ts";
import { endOutboundWith, sendOutboundWith } from "../sending/send-outbound.ts";
import { applyWaitingKeywordsWith } from "./apply-waiting-keywords.ts";
import { beginTurnWith } from "./begin-turn.ts";
import { concludeTurnWith } from "./conclude-turn.ts";
import { finishTurnWith } from "./finish-turn.ts";
import { numberWaitWith } from "./number-wait.ts";
import { retractAutomaticWith } from "./retract-automatic.ts";
import { sendDeferredReplyWith } from "./send-deferred-reply.ts";

/** Milliseconds until one looks again whether the customer's other conversation has finished its turn. */
const OTHER_TURN = 5_000;

/** When the customer last wrote: a provider's note about the customer opens no window. */
function lastWritten(state: ConversationState, pending: readonly PendingMessage[]): number {
  const written = pending.filter(({ content }) => content.kind !== "identity-change");
  return Math.max(state.lastInboundAt ?? 0, ...written.map(({ sentAt }) => sentAt));
}

/**
 * Does what a conversation waits for: resumes its open turn, does what follows from the customer's and the staff's wishes, says what people want to say,
 * then answers all pending messages with one agent call and one reply.
 * Returns when nothing is left to do or when it must wait; throws what only a redelivery may cure. May be repeated at any time.
 * `deadline`: milliseconds since 1970 by which it must have returned.
 */
export const answerConversationWith = (engine: Engine) => {
  const { conversations, controls, clock, rules, telemetry } = engine;
  const conclude = concludeTurnWith(engine);
  const finish = finishTurnWith(engine);
  const say = sendMessageWith(engine, conclude);
  const begin = beginTurnWith(engine, say, conclude);
  const numberWait = numberWaitWith(engine);
  const noteContact = noteContactWith(engine);
  const applyWaitingKeywords = applyWaitingKeywordsWith(engine);
  const retractAutomatic = retractAutomaticWith(engine);
  const confirmConsentChange = confirmConsentChangeWith(engine, say);
  const announceHandoff = announceHandoffWith(engine, say);
  const sendOutbound = sendOutboundWith(engine, say);
  const endOutbound = endOutboundWith(engine);
  const sendDeferredReply = sendDeferredReplyWith(engine, say);

  async function ignore(state: ConversationState, messages: readonly PendingMessage[], reason: string) {
    if (messages.length === 0) return;
    const ids = messages.map(({ id }) => id);
    await conversations.end(conversationIdsOf(state), ids, { kind: "ignored", reason });
    telemetry.info("message.ignored", { conversation: state.conversation, messages: ids.length, reason });
  }

  /** Brings the open turn to its end; its messages must not wait any more then. The state as it came when there was nothing to do. */
  async function resume(
    state: StateWithTurn,
    pending: readonly PendingMessage[],
    deadline: number,
    /** The conversation that this one belongs to, where that is another one. */
    there?: ConversationId,
  ): Promise<CommandResult | ConversationState | "as it was"> {
    const { turn } = state;
    const number = engine.numberNamed(turn.number);
    if (isSettled(turn)) {
      return turn.reopened || pending.some(({ id }) => turn.messages.includes(id)) ? finish(state) : "as it was";
    }
    const silenced = there && activeSendBlock((await conversations.load(there)).state, sendBlocksOf(turn));
    if (number && silenced) return finish(await saveAlways(conversations, { ...state, turn: cancelOpenParts(turn, endingFor(silenced)) }));
    if (number) return conclude(state, number, deadline);
    const saved = await saveAlways(conversations, {
      ...state,
      turn: cancelOpenParts(turn, { kind: "failed", reason: "number-not-configured" }),
    });
    return finish(saved);
  }

  /** What cannot be answered or said, because the settings do not know its number any more, fails loudly. */
  async function dropOrphans(state: ConversationState, { pending, outbound }: Pick<Loaded, "pending" | "outbound">) {
    const { conversation } = state;
    const conversationIds = conversationIdsOf(state);
    const isOrphan = ({ number }: { number: NumberName }) => !engine.numberNamed(number);
    for (const job of outbound.filter(isOrphan))
      await endOutbound(state, job.number, { ...job, outbound: job.id }, { state: "failed", code: "number-not-configured" });
    const orphans = pending.filter(isOrphan);
    if (orphans.length > 0) {
      const ids = orphans.map(({ id }) => id);
      telemetry.error("message.orphaned", { conversation, number: orphans[0]?.number, messages: ids.length });
      await conversations.end(conversationIds, ids, { kind: "failed", reason: "number-not-configured" });
    }
    return { pending: pending.filter((message) => !isOrphan(message)), outbound: outbound.filter((job) => !isOrphan(job)) };
  }

  /** What is too late to be answered as if it were new: recorded only, or put before a person, as the settings say. */
  async function dropStale(state: ConversationState, stale: readonly PendingMessage[]): Promise<"again" | undefined> {
    const [first] = stale;
    if (!first) return undefined;
    // Who asked for a person is never left unheard.
    const asks = stale.some(({ content }) => engine.detectKeyword(content) === "human");
    if ((rules.stale === "ignore" && !asks) || state.pausedAt !== undefined || state.optedOutAt !== undefined) {
      // When the customer wrote counts for the window, however late we learn of it.
      await saveAlways(conversations, state);
      await ignore(state, stale, "stale");
      return undefined;
    }
    const now = clock.now();
    const { conversation } = state;
    const handoff = { id: `stale-${engine.turnIdFor(first.id)}`, reason: "stale" as const, since: now, origin: conversation };
    await controls.pause(conversation, handoff, now + rules.resumeAfterMs);
    await saveAlways(conversations, state);
    await conversations.end(
      conversationIdsOf(state),
      stale.map(({ id }) => id),
      { kind: "handed-off" },
    );
    return "again";
  }

  /** While the number can send nothing people are needed most: whoever asks for one is put before the team all the same. */
  async function attend({ state, pending }: Loaded, numberName: NumberName | undefined): Promise<void> {
    const { conversation, handoff, pausedAt, progress, movedTo } = state;
    const asks = pending.some(({ content }) => engine.detectKeyword(content) === "human");
    const untold = handoff !== undefined && pausedAt !== undefined && progress?.teamNotifiedOf !== handoff.id;
    const name = pending.at(-1)?.number ?? numberName;
    const number = name && engine.numberNamed(name);
    if (!(asks || untold) || movedTo || !number) return;
    const lastInboundAt = lastWritten(state, pending);
    const noted = await noteContact({ ...state, number: number.name, ...(lastInboundAt > 0 && { lastInboundAt }) }, number.name, pending);
    await applyWaitingKeywords(await saveAlways(conversations, noted), pending);
    await announceHandoff((await conversations.load(conversation)).state, number, 0, "team");
  }

  /**
   * The id leads to another conversation: what is open here is brought to its end, and all goes on there.
   * By a wake-up, because a conversation has one queue group, and so one worker at a time.
   */
  async function goOnThere(loaded: Loaded, deadline: number, numberName: NumberName | undefined): Promise<CommandResult> {
    const { state, pending } = loaded;
    const there = await resolveConversation(engine.links, state.conversation);
    if (state.turn && hasAnswer(state.turn) && state.movedTo !== there) {
      const held = await numberWait(loaded, numberName);
      if (held !== undefined) return { kind: "later", milliseconds: held, why: "stopped" };
      const resumed = await resume({ ...state, turn: state.turn }, pending, deadline, there);
      if (resumed !== "as it was" && !("version" in resumed)) return resumed;
    }
    const name = pending.at(-1)?.number ?? numberName ?? state.number;
    if (!name) return DONE;
    const { busy } = (await mergeConversation(engine, state.conversation, name)) ?? {};
    if (busy === state.conversation) return NO_TIME;
    // Whoever finishes its turn there comes on to where all goes on.
    await queueWakeUp(engine.turnQueue, busy ?? there, name);
    return DONE;
  }

  async function answer(conversation: ConversationId, deadline: number, numberName?: NumberName): Promise<CommandResult> {
    const again = () => answer(conversation, deadline, numberName);
    const first = await conversations.load(conversation, numberName);
    const joined = await joinKnownCustomer(engine, first, numberName);
    if (joined === "busy") {
      // The other turn waits for the number: looking more often than that finds nothing.
      const stopped = (first.suspension?.until ?? 0) > clock.now() ? await numberWait(first, numberName) : undefined;
      return stopped === undefined
        ? { kind: "later", milliseconds: OTHER_TURN, why: "other-turn" }
        : { kind: "later", milliseconds: stopped, why: "stopped" };
    }
    let loaded = joined;
    if (loaded.linkedTo) return goOnThere(loaded, deadline, numberName);
    const held = await numberWait(loaded, numberName);
    if (held !== undefined) {
      await attend(loaded, numberName);
      return { kind: "later", milliseconds: held, why: "stopped" };
    }

    // Whatever the customer wrote since keeps the window open, also for an answer that was begun before.
    const lastInboundAt = lastWritten(loaded.state, loaded.pending);
    let state: ConversationState = lastInboundAt > 0 ? { ...loaded.state, lastInboundAt } : loaded.state;
    const note = latestNote(loaded.pending);
    // A reply under way goes to where the customer is now.
    if (note && state.turn && isLatest(state, note)) state = { ...state, customer: customerAfter(state, note) };
    const { turn } = state;
    if (turn && hasAnswer(turn)) {
      const resumed = await resume({ ...state, turn }, loaded.pending, deadline);
      if (resumed !== "as it was") {
        if (!("version" in resumed)) return resumed;
        // It may have brought about a handoff, or ended what was to be said.
        if (turn.handsOff || turn.outbound !== undefined) return again();
        state = resumed;
      }
      loaded = { ...loaded, pending: loaded.pending.filter(({ id }) => !turn.messages.includes(id)) };
    }

    loaded = { ...loaded, state, ...(await dropOrphans(state, loaded)) };
    const name = loaded.pending.at(-1)?.number ?? loaded.outbound.at(0)?.number ?? numberName ?? state.number ?? turn?.number;
    const number = name && engine.numberNamed(name);
    if (!number) return DONE;
    if (latestNote(loaded.pending)) {
      const followed = await followNotes(engine, loaded, number.name, numberName);
      if (followed.linkedTo) return goOnThere(followed, deadline, numberName);
      return again();
    }
    const { pending, outbound } = loaded;

    const now = clock.now();
    const noted = await noteContact({ ...state, number: number.name }, number.name, pending);
    // What was published counts for the hour, also when it is too early for an answer.
    const isCounted = noted.progress?.lastHour !== state.progress?.lastHour;
    state = isCounted ? await saveAlways(conversations, noted) : noted;
    // Before the agent is asked: its actions ask for the conversation by the session.
    if (state.version === 0 && pending.length > 0) state = await saveAlways(conversations, state);
    if (await retractAutomatic(state, pending)) return again();
    if (await applyWaitingKeywords(state, pending)) return again();
    if (state.resumeAt !== undefined && state.resumeAt <= now) {
      await controls.resume(conversation, { at: now, how: "quiet-time", unless: now });
      return again();
    }
    const wished = await confirmConsentChange(state, number, deadline);
    if (wished.wake) return wished.wake;
    const announced = await announceHandoff(wished.state, number, deadline);
    if (announced.wake) return announced.wake;
    ({ state } = announced);

    for (const job of outbound) {
      const spoken = await sendOutbound(state, number, job, deadline);
      if (!("version" in spoken)) return spoken;
      state = spoken;
    }

    const stale = pending.filter(({ sentAt }) => isStale(sentAt, now, rules.staleAfterHours));
    if (await dropStale(state, stale)) return again();
    const { messages, edits, withoutAnswer } = applyEdits(pending.filter((message) => !stale.includes(message)));
    for (const { message, reason } of withoutAnswer) await ignore(state, [message], reason);
    const delivered = await sendDeferredReply(state, number, messages, deadline);
    if (delivered === "again") return again();
    if (!("version" in delivered)) return delivered;
    const begun = await begin(delivered, { messages, edits }, number, deadline, loaded.switchedOff ?? false);
    return begun.kind === "again" ? again() : begun;
  }

  return answer;
};
