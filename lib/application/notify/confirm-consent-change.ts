import {
  type ConsentChange,
  needsConfirmation,
  type OptOutScope,
} from "../../domain/consent/consent-change.ts";
import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { Progress } from "../../domain/conversation/progress.ts";
import { conversationId } from "../../domain/ids.ts";
import type { BusinessNumber, Engine, SendContext } from "../ports/engine.ts";
import { type Next, next } from "../ports/next.ts";
import { saveAlways } from "../ports/save-always.ts";
import { sendMessage, stateAfterTurn } from "../sending/send-message.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { anyFailed, forgetOtherSideTasks, type SideTask } from "./side-task.ts";
import { attemptSideTask } from "./side-tasks.ts";

const DEGREE = { nothing: 0, templates: 1, all: 2 };

const stoppedBy = ({ action, scope }: ConsentChange): OptOutScope | "nothing" =>
  action === "start" ? "nothing" : scope;

/**
 * Publishes the latest opt-out or opt-in, and confirms it once. A change without effect is not published; an
 * opt-in waits for room in the hour, a confirmation until a message may leave.
 */
export async function confirmConsentChange<At extends SendContext>(
  engine: Engine,
  at: At,
): Promise<Next<At>> {
  const { consentChange: change } = at.state;
  if (!change) return next(at);
  const state = await publishConsentChange(engine, at.state, at.number, change);
  const { progress = {} } = state;
  const isUnpublished = progress.consentPublishedFor !== change.id;
  if (
    (isUnpublished && hasNothingToConfirm(engine, progress, change)) ||
    progress.consentConfirmedFor === change.id
  )
    return next({ ...at, state });
  return confirm(engine, { ...at, state }, change);
}

/** The customer gets the confirmation even if this fails. */
async function publishConsentChange(
  engine: Engine,
  start: ConversationState,
  number: BusinessNumber,
  change: ConsentChange,
): Promise<ConversationState> {
  const { progress = {} } = start;
  if (progress.consentPublishedFor === change.id) return start;
  const stopped = stoppedBy(change);
  const { stopped: before = "nothing" } = progress;
  const task: SideTask = {
    kind: "opt-out-event",
    key: change.id,
    run: async () => {
      await keepForPhone(engine, start, change);
      if (stopped !== before) await publish(engine, start, number, change);
    },
  };
  // The last event never promises more than the customer wants: an opt-in may wait, an opt-out may not.
  const isCapped = DEGREE[stopped] < DEGREE[before] && !anyFailed(start, [task]);
  const counted = isCapped ? countWithinLimit(engine, start, number.name, "opt-in-event") : progress;
  if (!counted) {
    await keepForPhone(engine, start, change);
    return start;
  }
  const latest = forgetOtherSideTasks({ ...start, progress: counted }, [task]);
  const { state, settled } = await attemptSideTask(engine, latest, number.name, task);
  if (state.progress === start.progress && !settled) return start;
  const isConfirmed = hasNothingToConfirm(engine, progress, change);
  const published = {
    consentPublishedFor: change.id,
    stopped,
    ...(isConfirmed && { consentConfirmedFor: change.id }),
  };
  return saveAlways(engine.conversations, {
    ...state,
    progress: { ...state.progress, ...(settled && published) },
  });
}

/** A template may be addressed to the bare phone: the choice counts there too. */
async function keepForPhone(
  { controls }: Engine,
  { progress }: ConversationState,
  change: ConsentChange,
): Promise<void> {
  const [, ...names] = (progress?.indexedAs ?? "").split(" ");
  for (const name of names) await controls.keepConsent(conversationId(name), change);
}

async function publish(
  { events, telemetry }: Engine,
  { conversation }: ConversationState,
  number: BusinessNumber,
  { id, action, scope, source, at }: ConsentChange,
): Promise<void> {
  const type = action === "stop" ? "contact.opted-out" : "contact.opted-in";
  await events.publish({
    type,
    id: `${conversation}.consent.${id}`,
    conversation,
    number: number.name,
    detail: { scope, source, at },
  });
  telemetry.count(action === "stop" ? "OptOuts" : "OptIns", 1, { number: number.name, source });
  telemetry.info("consent.changed", { conversation, action, scope, source });
}

/** Customers who have stopped all and stop again have their confirmation. */
function hasNothingToConfirm(
  { rules }: Engine,
  { stopped: before = "nothing" }: Progress,
  change: ConsentChange,
): boolean {
  const stopped = stoppedBy(change);
  return (
    stopped === before ||
    !needsConfirmation(change) ||
    !rules.confirmOptOut ||
    (stopped !== "all" && before !== "all")
  );
}

async function confirm<At extends SendContext>(
  engine: Engine,
  at: At,
  { id, action }: ConsentChange,
): Promise<Next<At>> {
  const { state, number } = at;
  const confirmed = stateAfterTurn({ ...state, progress: { ...state.progress, consentConfirmedFor: id } });
  const result = await sendMessage(
    engine,
    { ...at, state: confirmed },
    {
      cause: `confirm ${id}`,
      parts: [{ text: number.textFor(action === "stop" ? "optedOut" : "optedIn", state.customer ?? {}) }],
      by: "system",
      countsAs: "confirmation",
      // The one message that may still leave after an opt-out.
      blockedBy: action === "stop" ? ["switched-off"] : ["opted-out", "switched-off"],
    },
  );
  switch (result.kind) {
    case "sent":
      return next({ ...at, state: result.state });
    case "notSent":
      // Outside the window it is tried again when the customer writes.
      return next({
        ...at,
        state: result.why === "window" ? state : await saveAlways(engine.conversations, confirmed),
      });
    case "retryAfter":
      return result;
  }
}
