import type { LookupResult } from "../../adapters/http/lookup-result.ts";
import { type Finding, ok, problem, warning } from "../../domain/health/finding.ts";
import { noAnswer } from "../../domain/health/no-answer.ts";

export function agentFinding(found: LookupResult<{ status?: string }>, number: string): Finding {
  const [check, about] = ["chatsby.agent", { number }];
  if (found.kind === "found") {
    const { status } = found.value;
    if (status !== undefined && status !== "active")
      return problem(
        check,
        `The agent is ${status}: it answers nobody.`,
        "Activate it in Chatsby's dashboard.",
        about,
      );
    return ok(check, "Chatsby accepts the key and knows the agent.", about);
  }
  if (found.kind === "no-answer") return noAnswer(check, "Chatsby", found.code, about);
  if (found.status === 401 || found.status === 403)
    return problem(
      check,
      "Chatsby refuses the API key.",
      "Copy it from Chatsby's dashboard (it needs a plan with API access); then `npm run wa -- secrets set chatsby.apiKey`.",
      about,
    );
  if (found.status === 404)
    return problem(
      check,
      "Chatsby accepts the key but knows no such agent.",
      "Copy the agent's id from its settings into agentId.",
      about,
    );
  return warning(
    check,
    `Chatsby answered ${found.code}.`,
    "Try again later; customers get the fallback text meanwhile.",
    about,
  );
}
