import type { ConversationState } from "../domain/conversation.ts";
import { needsConfirmation, type OptChange, type OptOutScope } from "../domain/opt-out.ts";
import { type BusinessNumber, type Engine, saveAlways, type Wake } from "./engine.ts";
import { beyondTurn, type Say } from "./say.ts";

const stoppedBy = ({ wish, scope }: OptChange): OptOutScope | "nothing" => (wish === "start" ? "nothing" : scope);

/**
 * Tells the business, and the customer once, of the customer's latest wish to get no more messages, or to get them again.
 * A wish that changes nothing is not told. Where no message may leave just now, the confirmation waits until one may.
 */
export const announceWishWith = (engine: Engine, say: Say) => {
  const { conversations, events, telemetry, rules } = engine;

  async function publish(state: ConversationState, number: BusinessNumber, wish: OptChange): Promise<ConversationState> {
    const { conversation, memory = {} } = state;
    const stopped = stoppedBy(wish);
    const news = stopped !== (memory.stopped ?? "nothing");
    if (news) {
      const type = wish.wish === "stop" ? "contact.opted-out" : "contact.opted-in";
      const detail = { scope: wish.scope, source: wish.source, at: wish.at };
      await events.publish({ type, id: `${conversation}.wish.${wish.id}`, conversation, number: number.name, detail });
      telemetry.count(wish.wish === "stop" ? "OptOuts" : "OptIns", 1, { number: number.name, source: wish.source });
      telemetry.info("contact.wish", { conversation, wish: wish.wish, scope: wish.scope, source: wish.source });
    }
    // Whoever stopped all and stops again has been told already.
    const nothingToConfirm = !news || !needsConfirmation(wish) || !rules.confirmOptOut || (stopped !== "all" && memory.stopped !== "all");
    const published = { ...memory, wishPublished: wish.id, stopped, ...(nothingToConfirm && { wishConfirmed: wish.id }) };
    return saveAlways(conversations, { ...state, memory: published });
  }

  return async (start: ConversationState, number: BusinessNumber, deadline: number): Promise<Wake | ConversationState> => {
    const { wish } = start;
    if (!wish) return start;
    const state = start.memory?.wishPublished === wish.id ? start : await publish(start, number, wish);
    if (state.memory?.wishConfirmed === wish.id) return state;
    const confirmed = beyondTurn({ ...state, memory: { ...state.memory, wishConfirmed: wish.id } });
    const text = number.textFor(wish.wish === "stop" ? "optedOut" : "optedIn", state.customer ?? {});
    const spoken = await say(
      confirmed,
      number,
      {
        cause: `confirm ${wish.id}`,
        parts: [{ text }],
        by: "system",
        // The one message that may still leave after an opt-out.
        silencedBy: wish.wish === "stop" ? ["switched-off"] : ["opted-out", "switched-off"],
      },
      deadline,
    );
    switch (spoken.kind) {
      case "said":
        return spoken.state;
      case "waiting":
        return spoken.wake;
      case "unsaid":
        // Tried again when the customer writes, and so opens the window.
        return spoken.why === "window" ? state : saveAlways(conversations, confirmed);
    }
  };
};
