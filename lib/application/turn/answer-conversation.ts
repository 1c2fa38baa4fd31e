import type { News } from "../../domain/inbox/activity-entry.ts";
import { newsOf, noteCommand } from "../inbox/note-command.ts";
import { keepReceived } from "../notify/publish-messages.ts";
import { type CommandResult, DONE } from "../ports/command-result.ts";
import type { Engine } from "../ports/engine.ts";
import { noteDelay } from "./note-delay.ts";
import { runSteps } from "./run-steps.ts";
import { type ConversationCommand, loadSituation, type Situation } from "./situation.ts";
import { chooseNumber } from "./steps/choose-number.ts";
import { ANSWER_STEPS, FIRST_STEPS } from "./steps.ts";

/**
 * Passes over the steps for one command. Thirteen steps can reload, and each has ended its cause, so normal work
 * needs at most fourteen passes, and hardly more while the customer goes on writing.
 */
const MAX_PASSES = 25;

/** The command goes back to the queue, and after some redeliveries to the dead-letter queue. */
class TooManyPassesError extends Error {
  constructor() {
    super(`the steps of a conversation began again ${MAX_PASSES} times`);
    this.name = "TooManyPassesError";
  }
}

/**
 * Returns when nothing is left or when it must wait; throws what only a redelivery can cure. Safe to repeat.
 */
export async function answerConversation(
  engine: Engine,
  command: ConversationCommand,
): Promise<CommandResult> {
  let news: News | undefined;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const situation = await loadSituation(engine, command);
    news = newsOf(news, situation.pending, engine.understanding?.modes);
    const result = await passOver(engine, situation);
    if (result.kind === "reload") continue;
    await noteDelay(engine, situation, result);
    await noteCommand(engine, command, result, news);
    return result;
  }
  throw new TooManyPassesError();
}

async function passOver(engine: Engine, situation: Situation): Promise<CommandResult | { kind: "reload" }> {
  const { result: first } = await runSteps(FIRST_STEPS, engine, situation);
  if (first.kind !== "next") return first;
  const chosen = await chooseNumber(engine, first.at);
  if (chosen.kind !== "next") return chosen;
  const { result, at } = await runSteps(ANSWER_STEPS, engine, chosen.at);
  if (result.kind === "next") return DONE;
  if (result.kind !== "done") await keepReceived(engine, chosen.at.state, at.state);
  return result;
}
