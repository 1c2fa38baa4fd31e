import type { ConversationState } from "../conversation/conversation.ts";
import type { ConversationId, NumberName } from "../ids.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { waitingSinceOf } from "./row-state.ts";

/** What the inbox finds a conversation by. Only finds: the conversation's state decides. */
export type ActivityEntry = {
  conversation: ConversationId;
  number?: NumberName;
  /** The customer's, for searching. */
  name?: string;
  /** The last message or act. A customer's message counts from its arrival. */
  lastAt: number;
  /** The last message, and its own time. */
  lastText?: string;
  textAt?: number;
  /** When the customer's newest message arrived. */
  heardAt?: number;
  /** While the customer waits for a person. */
  waitingSince?: number;
  assignedTo?: string;
  assignedAt?: number;
  /** How many conversations that were merged into this one have been removed from the list. */
  merged?: number;
  /** By the clock of the writer. Rises with each change. */
  changedAt: number;
  /** Counts the changes. */
  revision: number;
  /** The team has read up to here. */
  readAt?: number;
};

/**
 * What a caller has just done or seen, so that it need not be read. `at`: of the message or act. `arrivedAt`:
 * of the customer's newest message.
 */
export type News = { at: number; text?: string; arrivedAt?: number };

export type ShownMessage = { at: number; text: string };

const MAX_TEXT = 200;

/** On one line, at most 200 characters. Cuts no character in two. */
export function previewOf(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  // A character has one or two units.
  if (line.length <= MAX_TEXT) return line;
  const characters = Array.from(line);
  return characters.length > MAX_TEXT ? `${characters.slice(0, MAX_TEXT - 1).join("")}…` : line;
}

const latest = (...times: readonly (number | undefined)[]) => Math.max(0, ...times.map((time) => time ?? 0));

const lastSentAt = ({ turn, progress }: ConversationState) =>
  latest(progress?.lastSentAt, ...(turn?.parts ?? []).map(({ sendingAt }) => sendingAt));

/** When the newest message was written, as far as the state tells. */
export const lastMessageAt = (state: ConversationState): number =>
  latest(state.lastInboundAt, lastSentAt(state), state.lastStaffReply?.at);

const lastActAt = ({ handoff, assignee, endedHandoffs, consentChange }: ConversationState): number =>
  latest(handoff?.since, assignee?.at, endedHandoffs?.at(-1)?.endedAt, consentChange?.at);

export const mergedCountOf = ({ mergedFrom = [] }: ConversationState) => mergedFrom.length;

type Told = Omit<ActivityEntry, "changedAt" | "revision" | "readAt">;

/** `message`: what the list shows from now on; as before when absent. */
export function describeActivity(
  state: ConversationState,
  known: ActivityEntry | undefined,
  news: News | undefined,
  message: ShownMessage | undefined,
): Told {
  const { conversation, number, customer, assignee } = state;
  const heardAt = latest(known?.heardAt, state.lastInboundAt, news?.arrivedAt);
  return {
    conversation,
    ...omitUndefined({
      number,
      name: customer?.profileName || customer?.username || undefined,
      lastText: (message ? previewOf(message.text) : known?.lastText) || undefined,
      textAt: message?.at ?? known?.textAt,
      heardAt: heardAt || undefined,
      waitingSince: waitingSinceOf(state),
      assignedTo: assignee?.by,
      assignedAt: assignee?.at,
      merged: mergedCountOf(state) || undefined,
    }),
    lastAt: latest(known?.lastAt, heardAt, message?.at, lastMessageAt(state), lastActAt(state), news?.at),
  };
}

/** Whether the list shows the same. */
export function isUnchanged(known: ActivityEntry, next: Told): boolean {
  const { changedAt: _, revision: __, readAt: ___, ...before } = known;
  const [one, other]: Readonly<Record<string, unknown>>[] = [before, next];
  for (const name in { ...one, ...other }) if (one?.[name] !== other?.[name]) return false;
  return true;
}

/** Whether the customer has written since the team last read or answered. */
export const isUnread = (
  { lastInboundAt, lastStaffReply }: ConversationState,
  entry: Pick<ActivityEntry, "heardAt" | "readAt"> | undefined,
): boolean => latest(entry?.heardAt, lastInboundAt) > latest(entry?.readAt, lastStaffReply?.at);
