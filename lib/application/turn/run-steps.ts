import type { Engine } from "../ports/engine.ts";
import { type Next, next, type Step } from "../ports/next.ts";

/** `at`: what the last step began with, or the end of all. */
type Steps<At> = { result: Next<At>; at: At };

export async function runSteps<At>(
  steps: readonly Step<At>[],
  engine: Engine,
  start: At,
): Promise<Steps<At>> {
  let at = start;
  for (const step of steps) {
    const result = await step(engine, at);
    if (result.kind !== "next") return { result, at };
    at = result.at;
  }
  return { result: next(at), at };
}
