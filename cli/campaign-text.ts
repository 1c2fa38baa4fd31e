import type { ResultOf } from "../lib/operator-api/results.ts";
import type { Output } from "./output.ts";

export function failuresByCode({ jobs }: ResultOf<"campaign">): ReadonlyMap<string, number> {
  const codes = new Map<string, number>();
  for (const { state, code = "no code" } of jobs)
    if (state === "failed" || state === "cancelled") codes.set(code, (codes.get(code) ?? 0) + 1);
  return codes;
}

export function showCampaign(answer: ResultOf<"campaign">, print: Output): void {
  const { sent, failed, cancelled, waiting } = answer.counts;
  print.line(`sent ${sent}, failed ${failed}, cancelled ${cancelled}, waiting ${waiting}`);
  for (const [code, count] of failuresByCode(answer)) print.line(`    ${count} × ${code}`);
}
