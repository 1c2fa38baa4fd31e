import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { mergeLead } from "../identity/merge-conversation.ts";
import type { Engine } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { publishLead } from "./publish-lead.ts";

/**
 * For what was added to a contact beside the worker. When it fails, or the hour has no room, the next wake-up
 * tries again. "unpublished": no wake-up comes for it.
 */
export async function publishCaptured(
  engine: Engine,
  conversation: ConversationId,
  number: NumberName,
): Promise<"done" | "unpublished"> {
  const { controls, conversations } = engine;
  const state = await controls.read(conversation);
  // Merged since the command was queued.
  if (state.conversation !== conversation) {
    await mergeLead(engine, conversation, state.conversation, number);
    return "done";
  }
  const published = await publishLead(engine, state, number);
  // A contact with nothing but a record has no state yet, and gets none by this.
  if (state.version === 0) return published.progress?.leadUnpublished ? "unpublished" : "done";
  if (published !== state) await saveAlways(conversations, published);
  return "done";
}
