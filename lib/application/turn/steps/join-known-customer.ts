import { joinKnownIds } from "../../identity/known-customer.ts";
import { retryAfter } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { numberWaitMs } from "../number-wait.ts";
import type { Situation } from "../situation.ts";

const OTHER_TURN_MS = 5_000;

export async function joinKnownCustomer(engine: Engine, at: Situation): Promise<Next<Situation>> {
  const joined = await joinKnownIds(engine, at, at.commandNumber);
  const { commandNumber, deadline, loadedAt } = at;
  if (joined.kind === "loaded") return next({ ...joined.loaded, commandNumber, deadline, loadedAt });
  // While the number is suspended the other turn waits too: more frequent looks find nothing.
  const isSuspended = (at.suspension?.until ?? 0) > engine.clock.now();
  const waitMs = isSuspended ? await numberWaitMs(engine, at) : undefined;
  return waitMs === undefined ? retryAfter(OTHER_TURN_MS, "other-turn") : retryAfter(waitMs, "stopped");
}
