import { needsConfirmation, type OptChange, type OptOutScope } from "../../domain/consent/opt-out.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { Memory } from "../../domain/conversation/memory.ts";
import { conversationId } from "../../domain/ids.ts";
import { type Announced, type BusinessNumber, type Engine, saveAlways } from "../ports/engine.ts";
import { beyondTurn, type Say } from "../sending/say.ts";
import { type SideTask, sideTasksWith } from "./side-tasks.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** How much is stopped. */
const DEGREE = { nothing: 0, templates: 1, all: 2 };

const stoppedBy = ({ wish, scope }: OptChange): OptOutScope | "nothing" => (wish === "start" ? "nothing" : scope);

/**
 * Tells the business, and the customer once, of the customer's latest wish to get no more messages, or to get them again.
 * A wish that changes nothing is not told, and an opt-in for which the hour has no room is told when there is some.
 * Where no message may leave just now, the confirmation waits until one may.
 */
export const announceWishWith = (engine: Engine, say: Say) => {
  const { controls, conversations, events, telemetry, rules } = engine;
  const sideTasks = sideTasksWith(engine);

  /** A template may be asked for by the bare phone: what the customer wants counts there too. */
  async function spread({ memory }: ConversationState, wish: OptChange) {
    const [, ...names] = (memory?.noted ?? "").split(" ");
    for (const name of names) await controls.keepWish(conversationId(name), wish);
  }

  /** Publishes what is news. The customer is told, whatever becomes of it. */
  async function publish(start: ConversationState, number: BusinessNumber, wish: OptChange): Promise<ConversationState> {
    const { conversation, memory = {} } = start;
    if (memory.wishPublished === wish.id) return start;
    const stopped = stoppedBy(wish);
    const { stopped: before = "nothing" } = memory;
    const run = async () => {
      await spread(start, wish);
      if (stopped === before) return;
      const type = wish.wish === "stop" ? "contact.opted-out" : "contact.opted-in";
      const detail = { scope: wish.scope, source: wish.source, at: wish.at };
      await events.publish({ type, id: `${conversation}.wish.${wish.id}`, conversation, number: number.name, detail });
      telemetry.count(wish.wish === "stop" ? "OptOuts" : "OptIns", 1, { number: number.name, source: wish.source });
      telemetry.info("contact.wish", { conversation, wish: wish.wish, scope: wish.scope, source: wish.source });
    };
    const task: SideTask = { kind: "opt-out-event", key: wish.id, run };
    // What is published last never promises more than the customer wants: an opt-in may wait, an opt-out may not.
    const isCapped = DEGREE[stopped] < DEGREE[before] && !sideTasks.anyFailed(start, [task]);
    const counted = isCapped ? withinCeiling(engine, start, number.name, "opt-in-event") : memory;
    if (!counted) {
      await spread(start, wish);
      return start;
    }
    const { state, settled } = await sideTasks.attempt(
      // Only the latest wish is told.
      sideTasks.forgetOthers({ ...start, memory: counted }, [task]),
      number.name,
      task,
    );
    if (state.memory === start.memory && !settled) return start;
    const published = { wishPublished: wish.id, stopped, ...(nothingToConfirm(memory, wish) && { wishConfirmed: wish.id }) };
    return saveAlways(conversations, { ...state, memory: { ...state.memory, ...(settled && published) } });
  }

  /** Whoever stopped all and stops again has been told already. */
  function nothingToConfirm({ stopped: before = "nothing" }: Memory, wish: OptChange): boolean {
    const stopped = stoppedBy(wish);
    return stopped === before || !needsConfirmation(wish) || !rules.confirmOptOut || (stopped !== "all" && before !== "all");
  }

  return async (start: ConversationState, number: BusinessNumber, deadline: number): Promise<Announced> => {
    const { wish } = start;
    if (!wish) return { state: start };
    const state = await publish(start, number, wish);
    const unpublished = state.memory?.wishPublished !== wish.id;
    if ((unpublished && nothingToConfirm(state.memory ?? {}, wish)) || state.memory?.wishConfirmed === wish.id) return { state };
    const confirmed = beyondTurn({ ...state, memory: { ...state.memory, wishConfirmed: wish.id } });
    const text = number.textFor(wish.wish === "stop" ? "optedOut" : "optedIn", state.customer ?? {});
    const spoken = await say(
      confirmed,
      number,
      {
        cause: `confirm ${wish.id}`,
        parts: [{ text }],
        by: "system",
        capped: "confirmation",
        // The one message that may still leave after an opt-out.
        silencedBy: wish.wish === "stop" ? ["switched-off"] : ["opted-out", "switched-off"],
      },
      deadline,
    );
    switch (spoken.kind) {
      case "said":
        return { state: spoken.state };
      case "waiting":
        return { wake: spoken.wake };
      case "unsaid":
        // Tried again when the customer writes, and so opens the window.
        return { state: spoken.why === "window" ? state : await saveAlways(conversations, confirmed) };
    }
  };
};
