import type { LookupResult } from "../../../adapters/http/lookup-result.ts";
import { type Finding, problem } from "../../../domain/health/finding.ts";
import { noAnswer } from "../../../domain/health/no-answer.ts";

export function unanswered(check: string, found: Exclude<LookupResult<unknown>, { kind: "found" }>): Finding {
  if (found.kind === "no-answer") return noAnswer(check, "Twilio", found.code);
  const { code, status } = found;
  const isPassing = status === 429 || status >= 500;
  return problem(
    check,
    `Twilio refused: ${code}.`,
    "Look the code up: docs/setup-twilio.md.",
    isPassing ? { unchecked: true } : { hides: true },
  );
}
