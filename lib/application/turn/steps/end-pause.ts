import { resumeAtFor } from "../../../domain/handoff/pause-rules.ts";
import { isUnheard } from "../../../domain/inbox/row-state.ts";
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
 * writes, the conversation stays with the people. A request that the team has not heard of yet gives them that
 * time from now on.
 */
export async function endLapsedPause(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { controls, clock, conversations, rules } = engine;
  const { conversation, resumeAt } = at.state;
  const now = clock.now();
  if (resumeAt === undefined || resumeAt > now) return next(at);
  if (isUnheard(at.state)) {
    const later = resumeAtFor(rules, at.number.name, now);
    await controls.extend(conversation, later);
    return next({ ...at, state: { ...at.state, resumeAt: later } });
  }
  if (at.pending.length === 0) return next(at);
  // What was published of the messages that wait.
  await saveAlways(conversations, at.state);
  await controls.resume(conversation, { at: now, how: "quiet-time", unless: now });
  return RELOAD;
}
