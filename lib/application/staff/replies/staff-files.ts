import type { ConversationId } from "../../../domain/ids.ts";
import { shownTypeOf } from "../../../domain/media/shown-type.ts";
import {
  type AttachedFile,
  MAX_STAFF_FILE_BYTES,
  maxBytesOf,
  type StaffFile,
  staffFileKind,
} from "../../../domain/media/staff-file.ts";
import { isKnown, readConversation } from "../conversation/find-conversation.ts";
import type { ByStaff, FileDeps, StaffDeps } from "../staff-deps.ts";

/** Longer than it takes to load it. */
const OPEN_SECONDS = 300;

type Deps = Pick<StaffDeps, "controls" | "clock"> & { files: FileDeps };

/** Notes the file first: an erasure in between then finds what is uploaded. */
export async function beginUpload(
  { controls, clock, files: { records, store } }: Deps,
  {
    conversation,
    by,
    id,
    name,
    bytes,
  }: ByStaff<Omit<StaffFile, "at" | "by"> & { conversation: ConversationId }>,
) {
  const { state } = await readConversation(controls, conversation);
  if (!isKnown(state)) return "unknown-conversation" as const;
  if (bytes > MAX_STAFF_FILE_BYTES) return "bad-file" as const;
  await records.add(state.conversation, { id, name, bytes, at: clock.now(), by });
  return { file: id, ...(await store.uploadUrl(id, bytes)) };
}

/**
 * What was uploaded, by its own bytes. "bad-file": not a kind that WhatsApp takes, or too large; it is deleted.
 * "unknown-file": not uploaded, or not for this conversation.
 */
export async function attachedFile(
  { controls, files: { records, store } }: Omit<Deps, "clock">,
  { conversation, id }: { conversation: ConversationId; id: string },
): Promise<AttachedFile | "unknown-file" | "bad-file"> {
  const { conversationIds } = await readConversation(controls, conversation);
  const [known, stored] = await Promise.all([records.find(conversationIds, id), store.peek(id)]);
  if (!known || !stored) return "unknown-file";
  const type = shownTypeOf(stored.start);
  const kind = staffFileKind(type);
  if (!kind || stored.bytes > maxBytesOf(kind)) {
    await store.remove(id);
    return "bad-file";
  }
  return { id, name: known.name, kind, type };
}

/** A link for the page, which lives for minutes. */
export async function openStaffFile(
  { controls, files: { records, store } }: Omit<Deps, "clock">,
  { conversation, file: id }: { conversation: ConversationId; file: string },
) {
  const { state, conversationIds } = await readConversation(controls, conversation);
  if (!isKnown(state)) return "unknown-conversation" as const;
  const known = await records.find(conversationIds, id);
  const stored = known && (await store.peek(id));
  if (!known || !stored) return "unknown-file" as const;
  const type = shownTypeOf(stored.start);
  return { url: await store.downloadUrl(id, { type, name: known.name, seconds: OPEN_SECONDS }), type };
}

/** Before what names them: a repeat after a crash finds those that are left. */
export async function removeStaffFiles(
  { records, store }: FileDeps,
  conversation: ConversationId,
): Promise<number> {
  const files = await records.list(conversation);
  for (const { id } of files) await store.remove(id);
  return files.length;
}
