import type { NumberName } from "../../domain/ids.ts";
import type { Engine } from "../ports/engine.ts";
import type { Failure } from "../ports/status-ports.ts";

/** For the operator's status. Its own failure must not delay or repeat a turn: metrics count too. */
export async function countFailure(
  { failureCounts }: Pick<Engine, "failureCounts">,
  number: NumberName | "*",
  failure: Failure,
): Promise<void> {
  await failureCounts?.add(number, failure).catch(() => undefined);
}
