import type { ConversationId, NumberName } from "../domain/ids.ts";
import { type Engine, saveAlways } from "./engine.ts";
import { publishLeadWith } from "./note-contact.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** Publishes what the agent's action told of a contact; with the conversation's next wake-up where this hour has no room for it. */
export const publishCapturedWith = (engine: Engine) => {
  const { controls, conversations } = engine;
  const publishLead = publishLeadWith(engine);

  return async (conversation: ConversationId, number: NumberName): Promise<void> => {
    const state = await controls.read(conversation);
    const counted = withinCeiling(engine, state, number, "lead-event");
    const isNews = counted && (await publishLead(conversation, number));
    // Who is known by a record alone has no state yet, and gets none by this.
    if (isNews === false || state.version === 0) return;
    await saveAlways(conversations, { ...state, memory: counted ?? { ...state.memory, leadUnpublished: true } });
  };
};
