import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { type ConversationId, conversationId } from "../../domain/ids.ts";
import type { Lead } from "../../domain/lead/lead.ts";
import type { HistoryPart } from "../ports/control-ports.ts";

/** Lambda's answers hold at most 6 MB, in which the body is a string once more. */
export const MAX_RESPONSE_BYTES = 5_000_000;

/** How long it is as a string within Lambda's answer. */
export const bytesInResponse = (value: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(value) ?? ""));

/** Where an export goes on: what is left of the conversations, in the first of them behind an item. */
export type ExportPlace = { exportedAt: number; conversations: readonly ConversationId[]; after?: string };

const MAX_CONVERSATIONS = 1_000;

export const writeExportCursor = (place: ExportPlace): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** `undefined` for what was not written by `writeExportCursor`. */
export function readExportCursor(cursor: string): ExportPlace | undefined {
  try {
    const read: Partial<Record<keyof ExportPlace, unknown>> | null = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const { exportedAt, conversations, after } = read ?? {};
    if (typeof exportedAt !== "number" || !Array.isArray(conversations) || conversations.length > MAX_CONVERSATIONS) return undefined;
    if (!conversations.every((each) => typeof each === "string" && /^[\w.-]{1,64}$/.test(each))) return undefined;
    if (after !== undefined && typeof after !== "string") return undefined;
    return { exportedAt, conversations: conversations.map((each) => conversationId(each)), ...(after !== undefined && { after }) };
  } catch {
    // Not written by us: the caller is told.
    return undefined;
  }
}

/** A conversation, or what a page holds of it: `continued` when a page before has begun it. */
export type Exported = Omit<HistoryPart, "next"> & {
  conversation: ConversationId;
  state?: ConversationState;
  lead?: Lead;
  continued?: true;
};

/** Reads part after part until the page is full. `read` gives nothing for a conversation of which nothing is kept. */
export async function exportPage(
  place: ExportPlace,
  read: (conversation: ConversationId, after: string | undefined) => Promise<(Exported & { next?: string }) | undefined>,
): Promise<{ conversations: Exported[]; next?: ExportPlace }> {
  const found: Exported[] = [];
  let bytes = 0;
  let { conversations, after } = place;
  for (;;) {
    const [conversation, ...others] = conversations;
    if (conversation === undefined) return { conversations: found };
    const part = await read(conversation, after);
    const { next, ...content } = part ?? {};
    if (part) {
      const more = bytesInResponse(content);
      // A single part always fits.
      if (bytes > 0 && bytes + more > MAX_RESPONSE_BYTES)
        return { conversations: found, next: { exportedAt: place.exportedAt, conversations, ...(after !== undefined && { after }) } };
      bytes += more;
      found.push({ ...part, ...(after !== undefined && { continued: true as const }) });
    }
    after = next;
    if (next === undefined) conversations = others;
  }
}
