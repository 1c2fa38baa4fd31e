import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { mergeLead } from "../identity/merge-conversation.ts";
import { type Engine, saveAlways } from "../ports/engine.ts";
import { publishLeadWith } from "./publish-lead.ts";

/**
 * Publishes what somebody besides the worker has added to a contact; with the conversation's next wake-up where that fails, or where this hour has no room for it.
 * "unpublished": nothing will come back for it by itself.
 */
export const publishCapturedWith = (engine: Engine) => {
  const { controls, conversations } = engine;
  const publishLead = publishLeadWith(engine);

  return async (conversation: ConversationId, number: NumberName): Promise<"done" | "unpublished"> => {
    const state = await controls.read(conversation);
    // It was told of a conversation that has been merged since.
    if (state.conversation !== conversation) {
      await mergeLead(engine, conversation, state.conversation, number);
      return "done";
    }
    const published = await publishLead(state, number);
    // Who is known by a record alone has no state yet, and gets none by this.
    if (state.version === 0) return published.progress?.leadUnpublished ? "unpublished" : "done";
    if (published !== state) await saveAlways(conversations, published);
    return "done";
  };
};
