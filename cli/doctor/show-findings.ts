import { type Finding, type Verdict, worst } from "../../lib/domain/health/finding.ts";
import { type Output, wrapped } from "../output.ts";

const MARKS = {
  ok: ["✓", "green"],
  warning: ["!", "yellow"],
  problem: ["✗", "red"],
  skipped: ["·", "dim"],
} as const;

const NAME_COLUMNS = 30;
const NARROW = 76;

export function showFindings(findings: readonly Finding[], print: Output, width: number): void {
  for (const { verdict, check, number, evidence, fix } of findings) {
    const [mark, colour] = MARKS[verdict];
    const name = `${check}${number ? ` (${number})` : ""}`;
    // Beside the name, or below it on a narrow terminal.
    const column = width >= NARROW ? NAME_COLUMNS + 5 : 6;
    const lines = wrapped(print.aim(evidence), width - column);
    const beside = width >= NARROW ? ` ${lines.shift() ?? ""}` : "";
    print.line(`  ${print.paint(colour, mark)} ${name.padEnd(NAME_COLUMNS)}${beside}`.trimEnd());
    for (const line of lines) print.line(`${" ".repeat(column)}${line}`);
    if (fix)
      for (const [at, line] of wrapped(print.aim(fix), Math.max(NAME_COLUMNS, width - 8)).entries())
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
