import { type ConsentChange, needsConfirmation, type OptOutScope } from "../../domain/consent/consent-change.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { Progress } from "../../domain/conversation/progress.ts";
import { conversationId } from "../../domain/ids.ts";
import { type AnnounceResult, type BusinessNumber, type Engine, saveAlways } from "../ports/engine.ts";
import { beyondTurn, type SendMessage } from "../sending/send-message.ts";
import { type SideTask, sideTasksWith } from "./side-tasks.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** How much is stopped. */
const DEGREE = { nothing: 0, templates: 1, all: 2 };

const stoppedBy = ({ action, scope }: ConsentChange): OptOutScope | "nothing" => (action === "start" ? "nothing" : scope);

/**
 * Tells the business, and the customer once, of the customer's latest wish to get no more messages, or to get them again.
 * A wish that changes nothing is not told, and an opt-in for which the hour has no room is told when there is some.
 * Where no message may leave just now, the confirmation waits until one may.
 */
export const confirmConsentChangeWith = (engine: Engine, say: SendMessage) => {
  const { controls, conversations, events, telemetry, rules } = engine;
  const sideTasks = sideTasksWith(engine);

  /** A template may be asked for by the bare phone: what the customer wants counts there too. */
  async function spread({ progress }: ConversationState, wish: ConsentChange) {
    const [, ...names] = (progress?.indexedAs ?? "").split(" ");
    for (const name of names) await controls.keepConsent(conversationId(name), wish);
  }

  /** Publishes what is news. The customer is told, whatever becomes of it. */
  async function publish(start: ConversationState, number: BusinessNumber, wish: ConsentChange): Promise<ConversationState> {
    const { conversation, progress = {} } = start;
    if (progress.consentPublishedFor === wish.id) return start;
    const stopped = stoppedBy(wish);
    const { stopped: before = "nothing" } = progress;
    const run = async () => {
      await spread(start, wish);
      if (stopped === before) return;
      const type = wish.action === "stop" ? "contact.opted-out" : "contact.opted-in";
      const detail = { scope: wish.scope, source: wish.source, at: wish.at };
      await events.publish({ type, id: `${conversation}.wish.${wish.id}`, conversation, number: number.name, detail });
      telemetry.count(wish.action === "stop" ? "OptOuts" : "OptIns", 1, { number: number.name, source: wish.source });
      telemetry.info("contact.wish", { conversation, wish: wish.action, scope: wish.scope, source: wish.source });
    };
    const task: SideTask = { kind: "opt-out-event", key: wish.id, run };
    // What is published last never promises more than the customer wants: an opt-in may wait, an opt-out may not.
    const isCapped = DEGREE[stopped] < DEGREE[before] && !sideTasks.anyFailed(start, [task]);
    const counted = isCapped ? withinCeiling(engine, start, number.name, "opt-in-event") : progress;
    if (!counted) {
      await spread(start, wish);
      return start;
    }
    const { state, settled } = await sideTasks.attempt(
      // Only the latest wish is told.
      sideTasks.forgetOthers({ ...start, progress: counted }, [task]),
      number.name,
      task,
    );
    if (state.progress === start.progress && !settled) return start;
    const published = { consentPublishedFor: wish.id, stopped, ...(nothingToConfirm(progress, wish) && { consentConfirmedFor: wish.id }) };
    return saveAlways(conversations, { ...state, progress: { ...state.progress, ...(settled && published) } });
  }

  /** Whoever stopped all and stops again has been told already. */
  function nothingToConfirm({ stopped: before = "nothing" }: Progress, wish: ConsentChange): boolean {
    const stopped = stoppedBy(wish);
    return stopped === before || !needsConfirmation(wish) || !rules.confirmOptOut || (stopped !== "all" && before !== "all");
  }

  return async (start: ConversationState, number: BusinessNumber, deadline: number): Promise<AnnounceResult> => {
    const { consentChange } = start;
    if (!consentChange) return { state: start };
    const state = await publish(start, number, consentChange);
    const unpublished = state.progress?.consentPublishedFor !== consentChange.id;
    if ((unpublished && nothingToConfirm(state.progress ?? {}, consentChange)) || state.progress?.consentConfirmedFor === consentChange.id)
      return { state };
    const confirmed = beyondTurn({ ...state, progress: { ...state.progress, consentConfirmedFor: consentChange.id } });
    const text = number.textFor(consentChange.action === "stop" ? "optedOut" : "optedIn", state.customer ?? {});
    const spoken = await say(
      confirmed,
      number,
      {
        cause: `confirm ${consentChange.id}`,
        parts: [{ text }],
        by: "system",
        capped: "confirmation",
        // The one message that may still leave after an opt-out.
        blockedBy: consentChange.action === "stop" ? ["switched-off"] : ["opted-out", "switched-off"],
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
