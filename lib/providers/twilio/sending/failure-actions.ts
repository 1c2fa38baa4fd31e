import type { FailureAction, FailureCause } from "../../../application/ports/sender.ts";
import { twilioFailureFix } from "./failure-fixes.ts";
import { twilioFailureText } from "./failure-texts.ts";

const withAction = (failureAction: FailureAction, ...codes: readonly number[]) =>
  codes.map((code) => [String(code), failureAction] as const);

/** https://www.twilio.com/docs/api/errors */
const FAILURE_ACTIONS: ReadonlyMap<string, FailureAction> = new Map([
  ...withAction("soon", 63009, 63010, 63012, 63023, 63053),
  ...withAction("slow", 20429, 63017, 63018),
  ...withAction("template", 63016),
  // The account's daily limit and a spam flag last for hours: retrying would use up the attempts.
  ...withAction("spam", 63026, 63038),
  ...withAction("stop", 20003, 20403, 20404, 63001, 63002, 63007, 63008, 63020, 63051, 63059, 63109),
  ...withAction("opted-out", 21610, 63033),
  ...withAction("no-templates", 63050),
  ...withAction(
    "never",
    21211,
    21408,
    21617,
    21654,
    21655,
    21656,
    21910,
    63003,
    63005,
    63006,
    63013,
    63014,
    63015,
    63019,
    63021,
    63024,
    63027,
  ),
  ...withAction(
    "never",
    63028,
    63029,
    63030,
    63031,
    63032,
    63034,
    63037,
    63040,
    63041,
    63042,
    63049,
    63054,
    63058,
  ),
]);

export const listedFailureAction = (code: string): FailureAction | undefined => FAILURE_ACTIONS.get(code);

/** For a message that certainly failed. Unknown codes are not retried. */
export const twilioFailureAction = (code: string): FailureAction => listedFailureAction(code) ?? "never";

/** No such recipient, opted out, or withheld from this one by WhatsApp. */
const RECIPIENT_CODES: ReadonlySet<string> = new Set([
  "21211",
  "21610",
  "63003",
  "63024",
  "63031",
  "63032",
  "63033",
  "63049",
  "63050",
]);

export const twilioFailureCause = (code: string): FailureCause =>
  RECIPIENT_CODES.has(code) ? "recipient" : "business";

export const twilioFailures = {
  failureActionFor: twilioFailureAction,
  failureCause: twilioFailureCause,
  failureText: twilioFailureText,
  failureFix: twilioFailureFix,
};
