import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import type { AtNumber } from "../situation.ts";
import { applyWaitingKeywords } from "../waiting-keywords.ts";

export async function applyKeywords(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  return (await applyWaitingKeywords(engine, at.state, at.pending)) ? RELOAD : next(at);
}
