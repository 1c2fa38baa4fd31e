import { type ConversationIds, type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import { deferredReply, progressAfterTurn, withLateFailure } from "../../domain/turn/deferred-reply.ts";
import type { Reference } from "../../domain/turn/reference.ts";
import { formatReference } from "../../domain/turn/reference.ts";
import { type Turn, withPart } from "../../domain/turn/turn.ts";
import { resolveConversation } from "../identity/identities.ts";
import { sideTasksWith } from "../notify/side-tasks.ts";
import { type BusinessNumber, type CommandResult, type Engine, type StateWithTurn, saveAlways } from "../ports/engine.ts";
import type { FailureAction } from "../ports/ports.ts";
import { applyFailureActionWith } from "./apply-failure-action.ts";
import { deliveryConfirmationOf } from "./delivery-confirmation.ts";
import { reportFailureWith } from "./report-failure.ts";
import { endOutboundWith } from "./send-outbound.ts";

/** Failures come within minutes of each other, if at all. */
const MAX_LATE = 10;

/**
 * A status said that a part which the provider had accepted was not delivered after all. Does what the code asks for:
 * sends it again where that may help, else ends the turn as failed or held and tells the business.
 * `resume` goes on with the conversation afterwards. May be repeated at any time.
 */
export const partFailedWith = (
  engine: Engine,
  resume: (conversation: Reference["conversation"], deadline: number, number?: NumberName) => Promise<CommandResult>,
) => {
  const { conversations, deliveries } = engine;
  const sideTasks = sideTasksWith(engine);
  const reportFailure = reportFailureWith(engine);
  const applyFailureAction = applyFailureActionWith(engine);
  const endOutbound = endOutboundWith(engine);

  /** A part of an older answer of the agent came too late for the window: it waits for the customer like the latest would. */
  async function hold<State extends ConversationState>(state: State, reference: Reference, old: Turn): Promise<State> {
    const { late = [] } = state.progress ?? {};
    const name = formatReference(reference);
    if (late.includes(name)) return state;
    const held = withLateFailure(deferredReply(state), old, reference.part, engine.turnIdFor(`late ${name}`));
    return saveAlways(conversations, {
      ...state,
      progress: { ...progressAfterTurn(state), deferredReply: held, late: [...late, name].slice(-MAX_LATE) },
    });
  }

  /** The turn is still the conversation's latest, so the part can be mended. */
  async function mend(state: StateWithTurn, { part: index, attempt }: Reference, code: string, number: BusinessNumber) {
    const part = state.turn.parts[index];
    // A later attempt was made, and its own statuses tell.
    if (!part || part.attempts !== attempt) return;
    if (part.state !== "accepted") return;
    const evidence = await deliveryConfirmationOf(deliveries, state, index);
    if (evidence && evidence.state !== "failed") return; // another attempt arrived
    const failing = { ...state, turn: { ...withPart(state.turn, index, { state: "sending" }), reopened: true } };
    await applyFailureAction(failing, index, code, number.failureActionFor(code));
  }

  /** Whatever it was about, it says that the customer wants nothing more. */
  async function applyRefusal(
    conversation: Reference["conversation"],
    turn: Reference["turn"],
    code: string,
    number: BusinessNumber | undefined,
  ) {
    const failureAction = number?.failureActionFor(code);
    if (failureAction !== "opted-out" && failureAction !== "no-templates") return;
    const scope = failureAction === "opted-out" ? "all" : engine.rules.marketingStop;
    await engine.controls.changeConsent(conversation, {
      id: `refused-${turn}`,
      action: "stop",
      scope,
      source: "refusal",
      at: engine.clock.now(),
    });
  }

  /** The conversation has gone on, or elsewhere: sending the part again now would confuse, but somebody must know. */
  async function tell(
    start: ConversationState,
    reference: Reference,
    code: string,
    number: NumberName,
    old: Turn | undefined,
  ): Promise<ConversationState> {
    const { conversation, turn } = reference;
    const ended = old?.outbound !== undefined && { outbound: old.outbound, campaign: old.campaign, turn };
    const state = ended ? await endOutbound(start, number, ended, { state: "failed", code }) : start;
    await applyRefusal(conversation, turn, code, engine.numberNamed(number));
    reportFailure({ conversation, turn, number, reason: code, late: true });
    const event = { type: "reply.failed" as const, id: formatReference(reference), conversation, number, detail: { reason: code } };
    return sideTasks.run(state, number, { kind: "event", event });
  }

  const keep = async (before: ConversationState, after: ConversationState) => {
    if (after !== before) await saveAlways(conversations, after);
  };

  /** `state`: of the conversation as it goes on now. `conversationIds`: where the turn's messages may be. */
  async function failedLate(state: ConversationState, conversationIds: ConversationIds, reference: Reference, code: string): Promise<void> {
    const { conversation, turn, part: index } = reference;
    const old = await conversations.archived(conversation, turn);
    const number = old?.number ?? state.turn?.number ?? state.number;
    // Erased, or so long ago that nothing is kept of it.
    if (!number) return;
    const failureAction: FailureAction | undefined = engine.numberNamed(number)?.failureActionFor(code);
    const part = old?.parts[index];
    // The worker had found out by itself, or made a later attempt, whose own statuses tell.
    if (part && (part.state === "failed" || part.attempts > reference.attempt)) return;
    const waits = old && !old.by && failureAction === "template";
    if (waits) {
      const held = await hold(state, reference, old);
      const id = `${formatReference(reference)}.held`;
      const event = { type: "reply.held" as const, id, conversation, number, detail: { reason: "window" } };
      await keep(held, await sideTasks.run(held, number, { kind: "event", event }));
    } else await keep(state, await tell(state, reference, code, number, old));
    if (!old) return;
    await conversations.endLate(
      conversationIds,
      old.messages,
      waits ? { kind: "held", reason: "window" } : { kind: "failed", reason: code },
      turn,
    );
    // Transcripts tell what became of it. Last, because it says that the rest is done.
    await conversations.archive(conversation, withPart(old, index, { state: "failed", code }));
  }

  return async (reference: Reference, code: string, deadline: number): Promise<CommandResult> => {
    const { conversation } = reference;
    const { state } = await conversations.load(conversation);
    const { turn, movedTo } = state;
    const number = turn && engine.numberNamed(turn.number);
    if (turn?.id === reference.turn && number && !movedTo) await mend({ ...state, turn }, reference, code, number);
    else {
      const there = movedTo && (await conversations.load(await resolveConversation(engine.links, conversation)));
      // The other conversation does not know this one's messages yet when the merge has only begun.
      await failedLate(there ? there.state : state, conversationIdsOf(state), reference, code);
    }
    return resume(conversation, deadline, turn?.number ?? state.number);
  };
};
