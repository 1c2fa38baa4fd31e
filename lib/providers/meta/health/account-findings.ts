import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { type Finding, ok, problem, skipped, warning } from "../../../domain/health/finding.ts";
import { DAY_MS } from "../../../domain/time.ts";
import type { MetaAccount } from "../tools/account.ts";
import type { MetaToken } from "../tools/account-responses.ts";
import { advisedVersion, newestVersion, stateOfVersion } from "./graph-versions.ts";
import { NEW_TOKEN, unanswered } from "./unanswered.ts";

const NEEDED = ["whatsapp_business_messaging", "whatsapp_business_management"];
const SOON_MS = 14 * DAY_MS;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);

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
