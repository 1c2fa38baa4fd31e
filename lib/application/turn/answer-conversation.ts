import { type CommandResult, DONE } from "../ports/command-result.ts";
import type { Engine } from "../ports/engine.ts";
import { runSteps } from "./run-steps.ts";
import { type ConversationCommand, loadSituation } from "./situation.ts";
import { chooseNumber } from "./steps/choose-number.ts";
import { ANSWER_STEPS, FIRST_STEPS } from "./steps.ts";

/**
 * Passes over the steps for one command. Nine steps can reload, and each has ended its cause, so normal work
 * needs at most ten passes, and hardly more while the customer goes on writing.
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
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const result = await passOver(engine, command);
    if (result.kind !== "reload") return result;
  }
  throw new TooManyPassesError();
}

async function passOver(
  engine: Engine,
  command: ConversationCommand,
): Promise<CommandResult | { kind: "reload" }> {
  const first = await runSteps(FIRST_STEPS, engine, await loadSituation(engine, command));
  if (first.kind !== "next") return first;
  const chosen = await chooseNumber(engine, first.at);
  if (chosen.kind !== "next") return chosen;
  const last = await runSteps(ANSWER_STEPS, engine, chosen.at);
  return last.kind === "next" ? DONE : last;
}
