import type { ConversationIds } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { StaffFile } from "../../domain/media/staff-file.ts";

/** A request that somebody without credentials may make until it expires. */
type SignedUpload = { url: string; headers: Readonly<Record<string, string>> };

/** A private bucket. `id`: of the file. Throws IntegrationError; that something is missing is no error. */
export interface FileStore {
  /** For exactly so many bytes, once: a file that is there is never replaced. */
  uploadUrl(id: string, bytes: number): Promise<SignedUpload>;
  /** The size of the file and its first bytes. `undefined`: it is not there. */
  peek(id: string): Promise<{ bytes: number; start: Uint8Array } | undefined>;
  /** Lives for so many seconds. `type`, `name`: what the response says about it. */
  downloadUrl(id: string, told: { type: string; name: string; seconds: number }): Promise<string>;
  remove(id: string): Promise<void>;
}

/** Which files belong to a conversation. Noted before the upload, so that an erasure finds what was uploaded. */
export interface StaffFiles {
  add(conversation: ConversationId, file: StaffFile): Promise<void>;
  find(conversationIds: ConversationIds, id: string): Promise<StaffFile | undefined>;
  list(conversation: ConversationId): Promise<readonly StaffFile[]>;
}
