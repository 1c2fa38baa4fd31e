import type { FailureAction, FailureCause } from "../../../application/ports/sender.ts";
import { metaFailureFix } from "./failure-fixes.ts";
import { metaFailureText } from "./failure-texts.ts";

const withAction = (failureAction: FailureAction, ...codes: readonly number[]) =>
  codes.map((code) => [String(code), failureAction] as const);

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const FAILURE_ACTIONS: ReadonlyMap<string, FailureAction> = new Map([
  ...withAction("soon", 1, 2, 131016, 131057, 133004),
  ...withAction("later", 131056, 139200),
  ...withAction("slow", 130429),
  ...withAction("rest", 4, 80007),
  ...withAction("spam", 131048),
  ...withAction("template", 131047),
  ...withAction(
    "stop",
    0,
    3,
    10,
    33,
    190,
    368,
    131005,
    131031,
    131037,
    131042,
    131045,
    131063,
    131064,
    133010,
  ),
  ...withAction("no-templates", 131050),
  ...withAction(
    "never",
    100,
    130472,
    130497,
    131008,
    131009,
    131021,
    131026,
    131030,
    131049,
    131051,
    131052,
    131053,
    131060,
    131062,
  ),
  ...withAction(
    "never",
    132000,
    132001,
    132005,
    132007,
    132008,
    132012,
    132015,
    132016,
    132068,
    132069,
    134011,
    135000,
    137000,
  ),
]);

/**
 * Undeliverable, an experiment of Meta's, too much marketing from all businesses, no marketing wanted, or the
 * business's own number: only this recipient gets nothing, and the business cannot fix it.
 */
const RECIPIENT_CODES: ReadonlySet<string> = new Set(["130472", "131021", "131026", "131049", "131050"]);

export const metaFailureCause = (code: string): FailureCause =>
  RECIPIENT_CODES.has(code) ? "recipient" : "business";

/** "Something went wrong": the message may have been taken all the same. */
export const OUTCOME_UNKNOWN = "131000";

/** 200 to 299 are missing permissions. */
export const listedFailureAction = (code: string): FailureAction | undefined =>
  FAILURE_ACTIONS.get(code) ?? (/^2\d\d$/.test(code) ? "stop" : undefined);

/**
 * For a message that certainly failed. The HTTP status says little: throttles come as 400.
 * Unknown codes are not retried.
 */
export const metaFailureAction = (code: string): FailureAction =>
  listedFailureAction(code) ?? (code === OUTCOME_UNKNOWN ? "soon" : "never");

export const metaFailures = {
  failureActionFor: metaFailureAction,
  failureCause: metaFailureCause,
  failureText: metaFailureText,
  failureFix: metaFailureFix,
};
