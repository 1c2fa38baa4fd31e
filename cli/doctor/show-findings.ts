import { type Finding, type Verdict, worst } from "../../lib/domain/health/finding.ts";
import { type Output, wrapped } from "../output.ts";

const MARKS = {
  ok: ["✓", "green"],
  warning: ["!", "yellow"],
  problem: ["✗", "red"],
  skipped: ["·", "dim"],
} as const;

export function showFindings(findings: readonly Finding[], print: Output, width: number): void {
  for (const { verdict, check, number, evidence, fix } of findings) {
    const [mark, colour] = MARKS[verdict];
    const name = `${check}${number ? ` (${number})` : ""}`;
    const lines = wrapped(evidence, Math.max(40, width - 34));
    print.line(`  ${print.paint(colour, mark)} ${name.padEnd(30)} ${lines[0] ?? ""}`.trimEnd());
    for (const line of lines.slice(1)) print.line(`${" ".repeat(35)}${line}`);
    if (fix)
      for (const [at, line] of wrapped(fix, Math.max(40, width - 8)).entries())
        print.line(`      ${at === 0 ? "→" : " "} ${line}`);
  }
}

export function summary(findings: readonly Finding[]): string {
  const count = (verdict: Verdict) => findings.filter((each) => each.verdict === verdict).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  if (worst(findings) === "ok") return `All is well (${count("ok")} checks).`;
  return [
    problems && `${problems} problem${problems === 1 ? "" : "s"}`,
    warnings && `${warnings} warning${warnings === 1 ? "" : "s"}`,
  ]
    .filter(Boolean)
    .join(", ")
    .concat(` in ${findings.length} checks.`);
}
