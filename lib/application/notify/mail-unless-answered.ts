import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import { decisionId } from "../../domain/draft/draft.ts";
import { reminderMail } from "../../domain/handoff/reminder-mail.ts";
import type { Reminder } from "../../domain/handoff/reminders.ts";
import { waitingSinceOf } from "../../domain/inbox/row-state.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";
import { mailDraft } from "./mail-draft.ts";

/** Enough to find an answer from the WhatsApp Business app. */
const MAX_MESSAGES = 20;

/** Reminds the team; returns whether it did. Somebody may have taken the conversation just now, have tapped, or answered from the app. */
export async function mailUnlessAnswered(
  engine: Engine,
  known: ConversationState,
  number: BusinessNumber,
  { kind }: Reminder,
): Promise<boolean> {
  const state = await engine.controls.read(known.conversation);
  const since = waitingSinceOf(state);
  const isForHandoff = state.pausedAt !== undefined;
  if (since === undefined || isForHandoff !== (known.pausedAt !== undefined)) return false;
  if (!isForHandoff && (await isTapped(engine, state))) return false;
  const transcript = await engine.history.transcript(conversationIdsOf(state), MAX_MESSAGES);
  if (transcript.some(({ from, at }) => from === "person" && at > since)) return false;
  await (isForHandoff
    ? mailHandoff(engine, known, number, since, kind)
    : mailDraft(engine, known, number, since, engine.clock.now() - since));
  return true;
}

/** It is sent or discarded with one of the next commands. */
async function isTapped({ outbox }: Engine, state: ConversationState): Promise<boolean> {
  const id = decisionId(state.progress?.drafts?.[0]?.turn ?? "");
  const found = await Promise.all(conversationIdsOf(state).map((each) => outbox.find(each, id)));
  return found.some((each) => each !== undefined);
}

async function mailHandoff(
  { clock, handoffNotice, notifications }: Engine,
  { conversation, customer, lastInboundAt }: ConversationState,
  number: BusinessNumber,
  since: number,
  kind: Reminder["kind"],
): Promise<void> {
  const isFull = handoffNotice.mailContent === "full";
  const link = isFull ? handoffNotice.link(conversation, customer ?? {}) : undefined;
  const inbox = handoffNotice.inbox?.(conversation);
  await notifications.send(
    reminderMail({
      kind,
      since,
      now: clock.now(),
      conversation,
      stage: handoffNotice.stage,
      number: number.name,
      windowClosesAt: lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt),
      ...(isFull && customer && { customer }),
      ...omitUndefined({ link, inbox }),
    }),
  );
}
