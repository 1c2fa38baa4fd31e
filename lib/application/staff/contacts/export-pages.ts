import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import { type ConversationId, conversationId } from "../../../domain/ids.ts";
import type { Lead } from "../../../domain/lead/lead.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { HistoryPart } from "../../ports/history.ts";

/** A Lambda response holds at most 6 MB, and the body is a string within its JSON. */
export const MAX_RESPONSE_BYTES = 5_000_000;

export const bytesInResponse = (value: unknown): number =>
  Buffer.byteLength(JSON.stringify(JSON.stringify(value) ?? ""));

/** The conversations that are left, and the item of the first one after which the export goes on. */
export type ExportPlace = { exportedAt: number; conversations: readonly ConversationId[]; after?: string };

const MAX_CONVERSATIONS = 1_000;

export const writeExportCursor = (place: ExportPlace): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

/** `undefined` for a cursor that `writeExportCursor` did not write. */
export function readExportCursor(cursor: string): ExportPlace | undefined {
  try {
    const read: Partial<Record<keyof ExportPlace, unknown>> | null = JSON.parse(
      Buffer.from(cursor, "base64url").toString(),
    );
    const { exportedAt, conversations, after } = read ?? {};
    if (
      typeof exportedAt !== "number" ||
      !Array.isArray(conversations) ||
      conversations.length > MAX_CONVERSATIONS
    )
      return undefined;
    if (!conversations.every((each) => typeof each === "string" && /^[\w.-]{1,64}$/.test(each)))
      return undefined;
    if (after !== undefined && typeof after !== "string") return undefined;
    return {
      exportedAt,
      conversations: conversations.map((each) => conversationId(each)),
      ...omitUndefined({ after }),
    };
  } catch {
    return undefined;
  }
}

/** `continued`: an earlier page has begun it. */
export type Exported = Omit<HistoryPart, "next"> & {
  conversation: ConversationId;
  state?: ConversationState;
  lead?: Lead;
  continued?: true;
};

/** `read` returns `undefined` for a conversation of which nothing is kept. */
export async function exportPage(
  place: ExportPlace,
  read: (
    conversation: ConversationId,
    after: string | undefined,
  ) => Promise<(Exported & { next?: string }) | undefined>,
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
        return {
          conversations: found,
          next: { exportedAt: place.exportedAt, conversations, ...omitUndefined({ after }) },
        };
      bytes += more;
      found.push({ ...part, ...(after !== undefined && { continued: true as const }) });
    }
    after = next;
    if (next === undefined) conversations = others;
  }
}
