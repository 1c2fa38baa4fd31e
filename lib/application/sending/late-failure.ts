import type { ConversationIds, ConversationState } from "../../domain/conversation/conversation.ts";
import { DISCLOSING_PART, disclosureIn, mergeDisclosures } from "../../domain/disclosure/disclosure.ts";
import type { NumberName } from "../../domain/ids.ts";
import { deferredReply, progressAfterTurn, withLateFailure } from "../../domain/turn/deferred-reply.ts";
import { linkInsteadOf } from "../../domain/turn/link-instead.ts";
import { formatReference, type Reference } from "../../domain/turn/reference.ts";
import { type ReplyPart, type Turn, withPart } from "../../domain/turn/turn.ts";
import { runStoredSideTask } from "../notify/stored-side-tasks.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { type FailedPart, failureOfPart } from "./delivery-confirmation.ts";
import { endOutbound } from "./end-outbound.ts";
import { reportFailure, withFailureOfDay } from "./report-failure.ts";

type LateFailure = FailedPart & { number: NumberName; old: Turn | undefined };

/** Failures come within minutes of each other, if at all. */
const MAX_LATE = 10;

/**
 * The turn is no longer the latest: sending the part again would confuse the customer, but the business must
 * know. The agent's part that missed the window waits for the next message; a link instead of a file does not.
 * `state`: of the conversation as it goes on now. `places`: where the turn's messages may be.
 */
export async function recordLateFailure(
  engine: Engine,
  state: ConversationState,
  places: ConversationIds,
  reported: FailedPart,
): Promise<void> {
  const { conversations, numberNamed } = engine;
  const { conversation, turn, part: index } = reported.reference;
  const old = await conversations.archived(conversation, turn);
  const number = old?.number ?? state.turn?.number ?? state.number;
  // Erased, or too old.
  if (!number) return;
  const part = old?.parts[index];
  // The worker had found out by itself.
  if (part?.state === "failed") return;
  const failed =
    old && part ? await failureOfPart(engine.deliveries, { conversation, turn: old }, reported) : reported;
  if (!failed) return;
  const { reference, code } = failed;
  const waiting = old && waitingFor(numberNamed(number), old, failed);
  const known = withUnconfirmed(state, old, reference);
  const recorded = waiting
    ? await deferPart(engine, known, failed, old, waiting)
    : { before: state, after: await publishFailure(engine, known, { ...failed, number, old }) };
  if (recorded.after !== recorded.before) await saveAlways(conversations, recorded.after);
  if (!old) return;
  await conversations.endLate(
    places,
    old.messages,
    waiting ? { kind: "deferred", reason: waiting.reason } : { kind: "failed", reason: code },
    turn,
  );
  // Last: an archived failure means that the rest is done.
  await conversations.archive(conversation, withPart(old, index, { state: "failed", code }));
}

/**
 * The customer has hardly read that an AI answers. Noted also where the turn is not known yet: a merge that has
 * begun brings the turn as it was, and what is noted here counts.
 */
function withUnconfirmed(
  state: ConversationState,
  old: Turn | undefined,
  { turn, part, attempt }: Reference,
): ConversationState {
  if (part !== DISCLOSING_PART) return state;
  const { disclosures: known = [] } = state.progress ?? {};
  const told = known.find((each) => each.turn === turn) ?? disclosureIn(old);
  if (!told) return state;
  const disclosures = mergeDisclosures(known, [{ ...told, unconfirmed: attempt }]);
  return { ...state, progress: { ...state.progress, disclosures } };
}

type Waiting = { reason: "window" | "file"; part: ReplyPart };

/** What of the agent's part is still sent: it missed the window, or its file is replaced by the link. */
function waitingFor(
  number: BusinessNumber | undefined,
  old: Turn,
  { reference, code }: FailedPart,
): Waiting | undefined {
  const part = old.parts[reference.part];
  const action = number?.failureActionFor(code);
  if (!part || old.by) return undefined;
  if (action === "template") return { reason: "window", part };
  const link = linkInsteadOf(old, part);
  const isFinal = action === "never" && number?.failureCause(code) !== "recipient";
  return link && isFinal ? { reason: "file", part: link } : undefined;
}

async function deferPart(
  engine: Engine,
  state: ConversationState,
  { reference, code }: FailedPart,
  old: Turn,
  { reason, part }: Waiting,
) {
  const { conversation } = reference;
  if (reason === "file")
    engine.telemetry.warn("send.link-instead", { conversation, turn: old.id, part: reference.part, code });
  const before = await keepDeferred(engine, state, reference, old, { part, isSoon: reason === "file" });
  const id = `${formatReference(reference)}.held`;
  const event = {
    type: "reply.held" as const,
    id,
    conversation,
    number: old.number,
    detail: { reason },
  };
  return { before, after: await runStoredSideTask(engine, before, old.number, { kind: "event", event }) };
}

async function keepDeferred(
  engine: Engine,
  state: ConversationState,
  reference: Reference,
  old: Turn,
  waits: { part: ReplyPart; isSoon: boolean },
): Promise<ConversationState> {
  const { late = [] } = state.progress ?? {};
  const name = formatReference(reference);
  if (late.includes(name)) return state;
  const id = engine.turnIdFor(`late ${name}`);
  const reply = withLateFailure(deferredReply(state), old, { id, index: reference.part, ...waits });
  return saveAlways(engine.conversations, {
    ...state,
    progress: { ...progressAfterTurn(state), deferredReply: reply, late: [...late, name].slice(-MAX_LATE) },
  });
}

async function publishFailure(
  engine: Engine,
  start: ConversationState,
  failed: LateFailure,
): Promise<ConversationState> {
  const { reference, code, number, old } = failed;
  const { conversation, turn } = reference;
  const ended = old?.outbound !== undefined && { outbound: old.outbound, campaign: old.campaign, turn };
  const of = formatReference(reference);
  const published = ended
    ? await endOutbound(engine, start, number, ended, { state: "failed", code })
    : start;
  const state = withFailureOfDay(engine, published, of);
  await applyOptOut(engine, failed);
  await reportFailure(engine, state, of, { conversation, turn, number, reason: code, late: true });
  const event = {
    type: "reply.failed" as const,
    id: of,
    conversation,
    number,
    detail: { reason: code },
  };
  return runStoredSideTask(engine, state, number, { kind: "event", event });
}

/** An opt-out counts whatever message the provider reported it for. */
async function applyOptOut(
  { controls, numberNamed, rules, clock }: Engine,
  { reference, code, number }: LateFailure,
): Promise<void> {
  const action = numberNamed(number)?.failureActionFor(code);
  if (action !== "opted-out" && action !== "no-templates") return;
  const scope = action === "opted-out" ? "all" : rules.marketingStop;
  const change = {
    id: `refused-${reference.turn}`,
    action: "stop",
    scope,
    source: "refusal",
    at: clock.now(),
  } as const;
  await controls.changeConsent(reference.conversation, change);
}
