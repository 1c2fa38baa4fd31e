import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { type Finding, ok, problem, skipped, warning } from "../../../domain/health/finding.ts";
import { DAY_MS } from "../../../domain/time.ts";
import type { MetaAccount } from "../account.ts";
import type { MetaHealth, MetaNumberState, MetaToken } from "../account-responses.ts";
import { advisedVersion, newestVersion, stateOfVersion } from "./graph-versions.ts";
import { NEW_TOKEN, unanswered } from "./unanswered.ts";

const NEEDED = ["whatsapp_business_messaging", "whatsapp_business_management"];
const SOON_MS = 14 * DAY_MS;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/**
 * A missing or refused payment method.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const PAYMENT = new Set(["131042", "141006"]);

export function tokenFindings(found: LookupResult<MetaToken>, now: number): Finding[] {
  const check = "meta.token";
  if (found.kind !== "found") return [unanswered(check, found)];
  const { valid, scopes, expiresAt, type } = found.value;
  if (!valid)
    return [
      problem(check, "The access token has expired or was withdrawn: nothing can be sent.", NEW_TOKEN, {
        hides: true,
      }),
    ];
  const missing = NEEDED.filter((scope) => !scopes.includes(scope));
  const findings =
    missing.length > 0
      ? [
          problem(
            "meta.token-scopes",
            `The token lacks ${missing.join(" and ")}.`,
            `Generate a new one with both permissions. ${NEW_TOKEN}`,
          ),
        ]
      : [];
  if (expiresAt !== undefined && expiresAt < now + SOON_MS) {
    const evidence = `The access token ends on ${day(expiresAt)}.`;
    return [
      ...findings,
      expiresAt < now + DAY_MS ? problem(check, evidence, NEW_TOKEN) : warning(check, evidence, NEW_TOKEN),
    ];
  }
  const until = expiresAt === undefined ? "never expires" : `ends on ${day(expiresAt)}`;
  if (expiresAt !== undefined || (type !== undefined && type !== "SYSTEM_USER"))
    return [
      ...findings,
      warning(
        check,
        `The token is valid, but not a permanent one of a system user (${type ?? "unknown"}, ${until}).`,
        NEW_TOKEN,
      ),
    ];
  return [...findings, ok(check, `The token is valid and ${until}.`)];
}

/** Token, app secret and settings must belong to the same app. */
export async function appFindings(account: MetaAccount, token: LookupResult<MetaToken>): Promise<Finding[]> {
  const check = "meta.app-secret";
  const appId = token.kind === "found" ? token.value.appId : undefined;
  if (!appId) return [skipped(check, "Meta did not return the token's app.")];
  const found = await account.knowsSecret(appId);
  if (found.kind === "found") return [ok(check, `The app secret belongs to app ${appId}.`)];
  if (found.kind === "no-answer") return [unanswered(check, found)];
  return [
    problem(
      check,
      `The app secret does not belong to app ${appId}, to which the access token belongs: every webhook would be refused.`,
      "Copy it from App settings > Basic of that app, or make the token for the right app; then `npm run wa -- secrets set meta.appSecrets`.",
      { hides: true },
    ),
  ];
}

function healthFinding(health: MetaHealth | undefined, number: string): Finding {
  const check = "meta.health";
  if (!health) return skipped(check, "Meta did not return the number's health.", { number });
  if (health.canSend === "AVAILABLE") return ok(check, "Meta lets the number send.", { number });
  const codes = health.blockedBy.flatMap((each) => each.codes);
  const evidence = `Meta says ${health.canSend}: ${health.blockedBy.map((each) => `${each.entity} ${each.codes.join(", ")}`).join("; ")}.`;
  const fix = codes.some((code) => PAYMENT.has(code))
    ? "There is no valid payment method: WhatsApp Manager > Overview > Add payment method. Without one replies stop after 1,000 a month."
    : "Open WhatsApp Manager > Account tools > Phone numbers and follow what it says there.";
  return health.canSend === "LIMITED"
    ? warning(check, evidence, fix, { number })
    : problem(check, evidence, fix, { number });
}

const STATUS_FIX: Record<string, string> = {
  PENDING:
    "Register the number: `POST /<phone number id>/register` with a six-digit pin, or finish it in WhatsApp Manager.",
  DISCONNECTED: "Register the number again: `POST /<phone number id>/register` with its pin.",
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
  const { status, quality, verification, nameStatus, display, name, health, limit } = found.value;
  const findings: Finding[] = [];
  if (status !== undefined && status !== "CONNECTED")
    findings.push(
      problem(
        "meta.number",
        `The number's status is ${status}.`,
        STATUS_FIX[status] ?? "See WhatsApp Manager > Phone numbers.",
        about,
      ),
    );
  else
    findings.push(
      ok(
        "meta.number",
        `${display ?? "The number"} (${name ?? "no name"}) is connected${limit ? `; templates to ${limit.replace(/^TIER_/, "")} customers a day` : ""}.`,
        about,
      ),
    );
  if (verification !== undefined && verification !== "VERIFIED")
    findings.push(
      warning(
        "meta.verification",
        `The number's verification is ${verification}.`,
        "Ask for a code in WhatsApp Manager and enter it.",
        about,
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
  return [...findings, healthFinding(health, number)];
}

/** Meta serves an expired version with another one, whose fields may differ. */
export function versionFinding(served: LookupResult<string>, version: string, now: number): Finding {
  const check = "meta.graph-version";
  const state = stateOfVersion(version, now);
  const newest = newestVersion(now);
  const fix = `Set "meta": { "graphVersion": "${advisedVersion(version, now)}" } in the settings and deploy.`;
  if (state.kind === "ended")
    return problem(
      check,
      `${version} ended${state.on === undefined ? " years ago" : ` on ${day(state.on)}`}.`,
      fix,
    );
  if (served.kind === "found" && served.value !== version)
    return problem(check, `Meta answered ${version} with ${served.value}.`, fix);
  if (state.kind === "unknown")
    return ok(
      check,
      `${version} answers. It is newer than what is known here (${newest}), so when it ends is not known.`,
    );
  if (state.ends !== undefined && state.ends < now + 90 * DAY_MS)
    return warning(check, `${version} ends on ${day(state.ends)}.`, fix);
  const until =
    state.ends === undefined ? "answers; when it ends is not known yet" : `answers until ${day(state.ends)}`;
  return ok(check, `${version} ${until}${version === newest ? "" : `. The newest is ${newest}`}.`);
}
