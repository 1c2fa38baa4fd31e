import type { FailureAction, SendOutcome } from "../../application/ports/sender.ts";
import type { HttpResult } from "./request.ts";

type Reading = { id: string | undefined; code: string | undefined };

type OutcomeRules = {
  read(json: unknown): Reading;
  listedFailureAction(code: string): FailureAction | undefined;
  /** After this error code the message may have been taken all the same. */
  undecided?: string;
};

function failureActionByStatus(status: number): FailureAction {
  if (status === 429) return "slow";
  return status === 401 || status === 403 ? "stop" : "never";
}

/** The provider's code decides; the HTTP status only without a listed code. */
export function sendOutcome(
  result: HttpResult,
  { read, listedFailureAction, undecided }: OutcomeRules,
): SendOutcome {
  if (result.kind === "unreachable") return { kind: "refused", code: result.code, failureAction: "later" };
  if (result.kind === "no-response") return { kind: "unknown", code: result.code };
  const { status, json } = result;
  const { id, code = `http_${status}` } = read(json);
  if (status >= 200 && status < 300)
    return id ? { kind: "accepted", id } : { kind: "unknown", code: "no_id" };
  const listed = listedFailureAction(code);
  // A fault on their side may have come after the message was taken.
  if (listed === "soon" && status >= 500) return { kind: "unknown", code };
  if (listed) return { kind: "refused", code, failureAction: listed };
  return status >= 500 || code === undecided
    ? { kind: "unknown", code }
    : { kind: "refused", code, failureAction: failureActionByStatus(status) };
}
