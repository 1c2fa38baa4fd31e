import type { ChatMessage } from "../../../domain/chat/chat-message.ts";
import { parseChatMessageId } from "../../../domain/chat/chat-message-id.ts";
import { type ChatPage, chatMessages, chatPage } from "../../../domain/chat/chat-messages.ts";
import { failureText } from "../../../domain/chat/failure-text.ts";
import { type ConversationState, conversationIdsOf } from "../../../domain/conversation/conversation.ts";
import { decisionId } from "../../../domain/draft/draft.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Act } from "../../ports/history.ts";
import type { ChatRecords } from "../../ports/inbox-ports.ts";
import { fitNewest } from "../contacts/fit-response.ts";
import { isKnown } from "../conversation/find-conversation.ts";
import type { ByStaff } from "../staff-deps.ts";
import type { InboxDeps } from "./inbox-deps.ts";
import { inboxRow } from "./inbox-row.ts";

type Deps = Pick<
  InboxDeps,
  | "controls"
  | "activity"
  | "chats"
  | "leads"
  | "clock"
  | "hoursOf"
  | "numbers"
  | "conversationFor"
  | "failureTextOf"
>;

export type ChatRequest = ByStaff<{
  conversation: ConversationId;
  /** A message id: only older ones. */
  before?: string;
  limit: number;
}>;

const MAX_NOTES = 200;
const MAX_ACTS = 500;

/**
 * The newest page first; also from before a change of ids. `acts`: of the page's time. `notes`: all. `draft`:
 * the reader's.
 */
export async function showChat(deps: Deps, { conversation: givenId, by, before, limit }: ChatRequest) {
  const { controls, activity, chats, leads, clock } = deps;
  const state = await controls.read(givenId);
  if (!isKnown(state)) return "unknown-conversation" as const;
  const { conversation, customer = {}, handoff, pausedAt, resumeAt } = state;
  const [records, lead, entry] = await Promise.all([
    chats.read(conversationIdsOf(state), by),
    leads.find(conversation),
    activity.find(conversation),
  ]);
  const page = chatPage(chatMessages(records, clock.now()), { limit, ...omitUndefined({ before }) });
  if (page === "unknown-message") return page;

  const row = inboxRow(deps, state, entry);
  const { profileName, username, phone, userId } = customer;
  const isPaused = pausedAt !== undefined;
  const shown = {
    ...row,
    ...omitUndefined({
      handoff: isPaused && handoff ? shownHandoff(handoff) : undefined,
      resumesAt: isPaused ? resumeAt : undefined,
      lead,
      draft: records.draft,
      drafts: waitingDrafts(state, records),
    }),
    customer: omitUndefined({
      profileName: profileName || undefined,
      username: username || undefined,
      phone: phone || undefined,
      userId: userId || undefined,
    }),
    notes: inOrderOfTime(records.notes).slice(-MAX_NOTES),
    acts: actsWith(page, records, before),
  };
  const messages = page.messages.map((message) => withFailure(deps, row.number, message));
  const { fitting, omitted } = fitNewest(messages, shown);
  return { ...shown, messages: fitting, more: page.more || omitted > 0 };
}

function shownHandoff({
  reason,
  since,
  by,
  summary,
}: {
  reason: string;
  since: number;
  by?: string;
  summary?: string;
}) {
  return { reason, since, ...omitUndefined({ by, summary }) };
}

/** `undefined` without any. */
function waitingDrafts({ progress }: ConversationState, { turns, outbound }: ChatRecords) {
  const shown = (progress?.drafts ?? []).flatMap(({ turn: id, at }) => {
    const turn = turns.findLast((each) => each.id === id);
    const decision = outbound.find((each) => each.id === decisionId(id));
    const files = turn?.parts.flatMap(({ media }) => (media && "url" in media ? [media.url] : [])) ?? [];
    const decided =
      decision?.content.kind === "draft"
        ? { by: decision.by, decision: decision.content.decision }
        : undefined;
    return turn
      ? [
          {
            id,
            at,
            text: turn.parts
              .map(({ text }) => text)
              .filter(Boolean)
              .join("\n\n"),
            ...omitUndefined({ files: files.length > 0 ? files : undefined, decided }),
          },
        ]
      : [];
  });
  return shown.length > 0 ? shown : undefined;
}

const inOrderOfTime = <Kept extends { at: number }>(kept: readonly Kept[]) =>
  kept.toSorted((a, b) => a.at - b.at);

/**
 * Returns the acts from the page's first message, or from the beginning, up to the message that it ends
 * before.
 */
function actsWith(
  { messages, more }: ChatPage,
  { acts }: ChatRecords,
  before: string | undefined,
): readonly Act[] {
  const from = more ? (messages[0]?.at ?? 0) : 0;
  const to = (before === undefined ? undefined : parseChatMessageId(before)?.at) ?? Number.POSITIVE_INFINITY;
  return inOrderOfTime(acts.filter(({ at }) => at >= from && at < to)).slice(-MAX_ACTS);
}

type ShownMessage = Omit<ChatMessage, "failureCode"> & { failure?: { text: string; code?: string } };

function withFailure(
  { failureTextOf }: Deps,
  number: NumberName | undefined,
  { failureCode, ...message }: ChatMessage,
): ShownMessage {
  const isFailed = message.status === "failed" || message.status === "unknown";
  if (failureCode === undefined && !isFailed) return message;
  const text = failureText(failureCode, (code) => number && failureTextOf(number, code));
  return { ...message, failure: { text, ...omitUndefined({ code: failureCode }) } };
}
