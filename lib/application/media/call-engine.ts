import type { EngineResult } from "../ports/media-engine.ts";
import type { Clock } from "../ports/ports.ts";

const PAUSES_MS = [500, 1_500, 4_000];

/** A call that begins later would hardly end in time. */
const LEAST_MS = 2_000;

type Deps = { clock: Clock; pause(ms: number): Promise<unknown> };

/** Again only after what certainly cost nothing, such as throttling. */
export async function callEngine(
  { clock, pause }: Deps,
  call: () => Promise<EngineResult>,
  deadline: number,
): Promise<EngineResult> {
  for (const pauseMs of PAUSES_MS) {
    const result = await call();
    if (result.kind === "understood" || !result.free || !result.retry) return result;
    if (deadline - clock.now() < pauseMs + LEAST_MS) return result;
    await pause(pauseMs);
  }
  return call();
}
