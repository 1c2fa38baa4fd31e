import type { EngineFailure } from "../../application/ports/media-engine.ts";
import { isRecord } from "../../domain/is-record.ts";
import { free, freeForNow, maybePaid } from "../failure.ts";

/** Turned away before anything was done. */
const BUSY = new Set([
  "ThrottlingException",
  "TooManyRequestsException",
  "LimitExceededException",
  "ServiceUnavailableException",
  "ModelNotReadyException",
]);

/** It ran, though the error says that the caller is at fault. */
const RAN = new Set(["ModelErrorException", "ModelTimeoutException"]);

/**
 * By AWS's names of errors; its texts may quote what was sent. `isLate`: the time was up. A connection that never
 * opened cannot be told from a broken one: over HTTP/2 the SDK reports both alike.
 */
export function awsFailure(error: unknown, isLate: boolean): EngineFailure {
  if (isLate) return maybePaid("timeout", "TimeoutError");
  const name = error instanceof Error ? error.name : "crash";
  if (BUSY.has(name)) return freeForNow(name);
  const isOurFault = isRecord(error) && error.$fault === "client";
  return isOurFault && !RAN.has(name) ? free("refused", name) : maybePaid("unavailable", name);
}
