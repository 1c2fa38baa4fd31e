import type { Engine } from "../ports/engine.ts";
import { type Next, next, type Step } from "../ports/next.ts";

export async function runSteps<At>(steps: readonly Step<At>[], engine: Engine, start: At): Promise<Next<At>> {
  let at = start;
  for (const step of steps) {
    const result = await step(engine, at);
    if (result.kind !== "next") return result;
    at = result.at;
  }
  return next(at);
}
