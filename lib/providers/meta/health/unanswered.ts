import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { type Finding, problem } from "../../../domain/health/finding.ts";
import { noAnswer } from "../../../domain/health/no-answer.ts";

export const NEW_TOKEN =
  "Make one that never expires: Business settings > Users > System users > Generate token, then `npm run wa -- secrets set meta.accessToken`.";

/**
 * Too many calls, or a passing fault of Meta's: they say nothing of what was asked.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
const PASSING = new Set(["1", "2", "4", "17", "32", "613", "80007", "80008"]);

export function unanswered(check: string, found: Exclude<LookupResult<unknown>, { kind: "found" }>): Finding {
  if (found.kind === "no-answer") return noAnswer(check, "Meta", found.code);
  const { code, status } = found;
  const isPassing = status === 429 || status >= 500 || PASSING.has(code);
  return problem(
    check,
    `Meta refused: ${code}.`,
    code === "190" ? NEW_TOKEN : "Look the code up: docs/setup-meta.md.",
    isPassing ? { unchecked: true } : { hides: true },
  );
}
