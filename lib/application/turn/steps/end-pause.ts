import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { retractAutomaticPause } from "../retract-automatic.ts";
import type { AtNumber } from "../situation.ts";

export async function endAutomaticPause(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  if (!(await retractAutomaticPause(engine, at.state, at.pending))) return next(at);
  await saveAlways(engine.conversations, at.state);
  return RELOAD;
}

/**
 * No person was active for the time that the settings say: the bot answers what waits now. Until the customer
 * writes, the conversation stays with the people.
 */
export async function endLapsedPause(
  { controls, clock, conversations }: Engine,
  at: AtNumber,
): Promise<Next<AtNumber>> {
  const { conversation, resumeAt } = at.state;
  const now = clock.now();
  if (resumeAt === undefined || resumeAt > now || at.pending.length === 0) return next(at);
  // What was published of the messages that wait.
  await saveAlways(conversations, at.state);
  await controls.resume(conversation, { at: now, how: "quiet-time", unless: now });
  return RELOAD;
}
