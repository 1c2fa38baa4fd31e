import type { KeptOptIns } from "../../domain/consent/opt-in.ts";
import type { ConversationId } from "../../domain/ids.ts";

/** Proof, so it never expires. Names nobody: the id is a keyed hash of the phone or user id. */
export interface OptIns {
  /** Kept under this very id, wherever it leads now. Sees every write that ended before the call. */
  find(id: ConversationId): Promise<KeptOptIns | undefined>;
  /** Returns false, and writes nothing, when others than `known` are stored. */
  replace(id: ConversationId, next: KeptOptIns, known: KeptOptIns | undefined): Promise<boolean>;
  /** Returns false, and removes nothing, when others than `known` are stored. */
  remove(id: ConversationId, known: KeptOptIns): Promise<boolean>;
}
