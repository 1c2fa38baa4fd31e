import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { type Finding, ok, problem, skipped, warning } from "../../../domain/health/finding.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { MetaHealth, MetaNumberState } from "../tools/account-responses.ts";
import { customersWithin, messagingLimit } from "../tools/messaging-limit.ts";
import { UNREGISTERED } from "../tools/registration.ts";
import { unanswered } from "./unanswered.ts";

/**
 * A missing or refused payment method.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const PAYMENT = new Set(["131042", "141006"]);
export const isPaymentProblem = (code: string) => PAYMENT.has(code);

/** The only reasons why Meta blocks the number are ones that setup can remove or live with. */
function healthInSetup({ blockedBy }: MetaHealth, isUnregistered: boolean): string | undefined {
  const isPayment = (codes: readonly string[]) => codes.length > 0 && codes.every(isPaymentProblem);
  const isOurs = ({ entity, codes }: MetaHealth["blockedBy"][number]) =>
    isPayment(codes) || (isUnregistered && entity === "PHONE_NUMBER");
  if (!blockedBy.every(isOurs)) return undefined;
  return blockedBy.some(({ codes }) => isPayment(codes)) ? PAY_SOON : LATER;
}

const PAY_SOON =
  "Setup goes on: the first 1,000 replies a month are free. Add a payment method before they are used up: docs/setup-meta.md, step 11.";
const LATER = "Setup lets Meta verify and register it, once the webhook is there.";

function healthFinding(
  health: MetaHealth | undefined,
  isUnregistered: boolean,
  about: { number: string },
): Finding {
  const check = "meta.health";
  if (!health) return skipped(check, "Meta did not return the number's health.", about);
  if (health.canSend === "AVAILABLE") return ok(check, "Meta lets the number send.", about);
  const codes = health.blockedBy.flatMap((each) => each.codes);
  const evidence = `Meta says ${health.canSend}: ${health.blockedBy.map((each) => `${each.entity} ${each.codes.join(", ")}`).join("; ")}.`;
  const fix = codes.some(isPaymentProblem)
    ? "There is no valid payment method: add one in WhatsApp Manager (docs/setup-meta.md, step 11). Without one replies stop after 1,000 a month."
    : "Open WhatsApp Manager > Account tools > Phone numbers and follow what it says there.";
  const rest = { ...about, ...omitUndefined({ inSetup: healthInSetup(health, isUnregistered) }) };
  return health.canSend === "LIMITED"
    ? warning(check, evidence, fix, rest)
    : problem(check, evidence, fix, rest);
}

/** With these statuses templates are limited, and replies are not. */
const STILL_ANSWERS: Record<string, string> = {
  FLAGGED: "Setup goes on: customers who write get answers. Send fewer and better templates.",
  RESTRICTED: "Setup goes on: customers who write get answers. See WhatsApp Manager > Phone numbers.",
};

const REGISTERS = "`npm run wa -- setup` registers it.";
const STATUS_FIX: Record<string, string> = {
  PENDING: REGISTERS,
  UNVERIFIED: REGISTERS,
  DISCONNECTED: REGISTERS,
  FLAGGED: "Customers blocked or reported it: send fewer and better templates until its quality rises.",
  RESTRICTED: "It has reached its limit or was restricted: see WhatsApp Manager > Phone numbers.",
};

export function numberFindings(found: LookupResult<MetaNumberState>, number: string): Finding[] {
  const about = { number };
  if (found.kind !== "found") {
    const missing = found.kind === "refused" && (found.code === "33" || found.code === "100");
    if (!missing) return [{ ...unanswered("meta.number", found), number }];
    const fix =
      "Copy the Phone number ID (not the number) from WhatsApp > API Setup, and give the system user access to that account.";
    return [
      problem(
        "meta.number",
        `Meta knows no such phone number ID, or the token may not use it (${found.code}).`,
        fix,
        about,
      ),
    ];
  }
  const isUnregistered = UNREGISTERED.has(found.value.status ?? "");
  const { status, quality, verification, nameStatus, display, name, health, limit } = found.value;
  const findings: Finding[] = [];
  if (status !== undefined && status !== "CONNECTED")
    findings.push(
      problem(
        "meta.number",
        isUnregistered
          ? `The number is not registered (${status}): it can send and receive nothing.`
          : `The number's status is ${status}.`,
        STATUS_FIX[status] ?? "See WhatsApp Manager > Phone numbers.",
        { ...about, ...omitUndefined({ inSetup: isUnregistered ? LATER : STILL_ANSWERS[status] }) },
      ),
    );
  else
    findings.push(
      ok(
        "meta.number",
        `${display ?? "The number"} (${name ?? "no name"}) is connected${limit ? `; templates to ${customersWithin(messagingLimit(limit))} a day` : ""}.`,
        about,
      ),
    );
  // That of a connected number means nothing: it expires, and a test number never has one.
  if (isUnregistered && verification !== undefined && verification !== "VERIFIED")
    findings.push(
      warning(
        "meta.verification",
        `The number's verification is ${verification}.`,
        "`npm run wa -- setup` lets Meta send a code to the number; or ask for one in WhatsApp Manager.",
        { ...about, inSetup: LATER },
      ),
    );
  if (nameStatus !== undefined && !["APPROVED", "AVAILABLE_WITHOUT_REVIEW"].includes(nameStatus))
    findings.push(
      warning(
        "meta.name",
        `The display name's review says ${nameStatus}.`,
        "Change it in WhatsApp Manager > Phone numbers > Profile.",
        about,
      ),
    );
  if (quality === "RED" || quality === "YELLOW")
    findings.push(
      (quality === "RED" ? problem : warning)(
        "meta.quality",
        `Customers rate the number's messages ${quality}.`,
        "Write only to customers who agreed, and send fewer marketing templates: Meta lowers the limits of such numbers.",
        about,
      ),
    );
  return [...findings, healthFinding(health, isUnregistered, about)];
}
