import { MAX_OUTBOUND_AGE_MS } from "../../../domain/backoff.ts";
import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import type { TurnSendBlock } from "../../../domain/conversation/send-block.ts";
import { type DraftDecision, draftedParts } from "../../../domain/draft/draft.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { DAY_MS } from "../../../domain/time.ts";
import type { Outbound } from "../../../domain/turn/outbound.ts";
import { isSeenTo, type Outcome } from "../../../domain/turn/outcome.ts";
import type { Turn } from "../../../domain/turn/turn.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { endDraft, findDraft, progressWithoutDraft } from "../../sending/end-draft.ts";
import { endOutbound } from "../../sending/end-outbound.ts";
import { handOverOutside } from "../../sending/hand-over-outside.ts";
import { endingFor } from "../../sending/save-unless-blocked.ts";
import { sendMessage, stateAfterTurn } from "../../sending/send-message.ts";
import { answerNotifiesOf } from "../answer-notifies.ts";
import { dueDisclosure, withDisclosure } from "../due-disclosure.ts";
import type { AtNumber } from "../situation.ts";

/** A person who has the conversation may tap, too. */
const DRAFT_BLOCKS: readonly TurnSendBlock[] = ["opted-out", "switched-off"];

/** Less than the shortest retention, after which its text is gone. */
const EXPIRES_AFTER_MS = 7 * DAY_MS;

/**
 * What a person has written by hand takes the place of the drafts that the person could see; and one that nobody
 * has tapped for long expires.
 */
export async function replaceDrafts(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { lastStaffReply, progress } = at.state;
  const now = engine.clock.now();
  const ended = (progress?.drafts ?? []).flatMap(({ turn, at: since }) => {
    const isReplaced = since < (lastStaffReply?.at ?? 0);
    const reason = isReplaced
      ? "draft-replaced"
      : now - since > EXPIRES_AFTER_MS
        ? "draft-expired"
        : undefined;
    return reason ? [{ turn, reason }] : [];
  });
  if (ended.length === 0) return next(at);
  let { state } = at;
  for (const { turn, reason } of ended)
    state = await endDraft(engine, state, turn, { kind: "ignored", reason });
  return next({ ...at, state: await saveAlways(engine.conversations, state) });
}

/** Sends or discards the drafts that a person has tapped, each once. */
export async function decideDrafts(engine: Engine, start: AtNumber): Promise<Next<AtNumber>> {
  let at = start;
  for (const message of start.outbound) {
    if (message.content.kind !== "draft") continue;
    const result = await decideDraft(engine, at, message, message.content);
    if (result.kind !== "next") return result;
    at = result.at;
  }
  return next(at);
}

async function decideDraft(
  engine: Engine,
  at: AtNumber,
  message: Outbound,
  { draft, decision, text }: DraftDecision,
): Promise<Next<AtNumber>> {
  const { state } = at;
  const isWaiting = state.progress?.drafts?.some(({ turn }) => turn === draft);
  const found = isWaiting ? await findDraft(engine, state, draft) : undefined;
  if (!found) return end(engine, at, message, state, "draft-gone");
  if (decision === "discard") return giveUp(engine, at, message, draft, "draft-discarded");
  if (engine.clock.now() - message.at > MAX_OUTBOUND_AGE_MS)
    return giveUp(engine, at, message, draft, "expired");
  const result = await send(engine, at, message, found.turn, text);
  switch (result.kind) {
    case "sent":
      engine.telemetry.count("DraftsDecided", 1, {
        number: at.number.name,
        decision: text === undefined ? "sent" : "edited",
      });
      // As after an answer: a handoff is announced, the template is sent that brings the customer back.
      return found.turn.handsOff || isSeenTo(result.state.turn.ending)
        ? RELOAD
        : next({ ...at, state: result.state });
    case "retryAfter":
      return result;
    case "notSent":
      if (result.others === "handoff") return handOver(engine, at, message, draft);
      return result.why === "window" || result.why === "ceiling"
        ? giveUp(engine, at, message, draft, "window-closed")
        : giveUp(engine, at, message, draft, result.why, endingFor(result.why));
  }
}

async function send(engine: Engine, at: AtNumber, message: Outbound, draft: Turn, text: string | undefined) {
  const { number } = at;
  const { progress = {}, ...state } = at.state;
  const now = engine.clock.now();
  const parts = text === undefined ? draftedParts(draft) : number.splitText(text);
  const answer = text === undefined ? undefined : { turn: draft, sentInstead: text };
  const notified = answerNotifiesOf(
    number,
    { ...at.state, turn: { ...draft, ending: { kind: "answered" } } },
    now,
  );
  const decided = {
    ...state,
    progress: { ...progressWithoutDraft(engine, progress, draft.id, answer), ...notified },
  };
  return sendMessage(
    engine,
    { ...at, state: stateAfterTurn(decided) },
    {
      id: draft.id,
      cause: `draft ${draft.id}`,
      // A changed answer is a person's.
      parts: answer ? parts : withDisclosure(number, parts, await dueDisclosure(engine, at)),
      messages: draft.messages,
      outbound: message.id,
      approvedBy: message.by,
      blockedBy: DRAFT_BLOCKS,
      ...(text !== undefined && { by: "person" as const }),
      ...omitUndefined({ handsOff: draft.handsOff, opening: draft.opening }),
    },
  );
}

/** The customer, outside the rollout by now, gets a person instead. */
async function handOver(
  engine: Engine,
  at: AtNumber,
  message: Outbound,
  draft: DraftDecision["draft"],
): Promise<Next<AtNumber>> {
  const { conversation } = at.state;
  await handOverOutside(engine, { conversation, number: at.number.name, id: draft });
  await giveUp(engine, at, message, draft, "outside-rollout", { kind: "handed-off" });
  return RELOAD;
}

async function giveUp(
  engine: Engine,
  at: AtNumber,
  message: Outbound,
  draft: DraftDecision["draft"],
  code: string,
  ending: Outcome = { kind: "ignored", reason: code },
): Promise<Next<AtNumber>> {
  return end(engine, at, message, await endDraft(engine, at.state, draft, ending), code);
}

/** The draft's end is saved before that of the tap: after a crash in between the tap finds it gone. */
async function end(
  engine: Engine,
  at: AtNumber,
  message: Outbound,
  state: ConversationState,
  code: string,
): Promise<Next<AtNumber>> {
  const saved = state === at.state ? state : await saveAlways(engine.conversations, state);
  const ended = await endOutbound(
    engine,
    saved,
    at.number.name,
    { outbound: message.id },
    { state: "cancelled", code },
  );
  return next({ ...at, state: ended === saved ? saved : await saveAlways(engine.conversations, ended) });
}
