import { errorCode, record } from "../../adapters/http/json.ts";
import type { HttpResult } from "../../adapters/http/request.ts";
import type { EngineFailure } from "../../application/ports/media-engine.ts";
import { free, freeForNow, maybePaid } from "../failure.ts";

/** No money left: a later call would be refused too. */
const NO_CREDIT = new Set(["insufficient_quota", "billing_hard_limit_reached"]);

/** After a timeout or a fault of theirs it may have been charged. */
export function openAiFailure(result: HttpResult): EngineFailure {
  if (result.kind === "unreachable")
    return result.code === "no_time" ? free("timeout", result.code) : freeForNow(result.code);
  if (result.kind === "no-response")
    return maybePaid(result.code === "timeout" ? "timeout" : "unavailable", result.code);
  const { status, json } = result;
  const code = errorCode(record(record(json)?.error)?.code) ?? `http_${status}`;
  if (status === 413) return free("too-large", code);
  if (status === 429) return NO_CREDIT.has(code) ? free("refused", code) : freeForNow(code);
  return status < 500 ? free("refused", code) : maybePaid("unavailable", code);
}
