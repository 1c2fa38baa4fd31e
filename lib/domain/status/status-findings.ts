import { type Finding, ok, problem, warning } from "../health/finding.ts";

/** Also of kinds that only a client knows. */
type Judged = {
  troubles: readonly {
    kind: string;
    level: "problem" | "warning";
    number?: string | undefined;
    since?: number | undefined;
    lastAt?: number | undefined;
    what: string;
    fix: string;
  }[];
};

/** How times are written: since when something lasts, and when it happened last. */
type Times = { since(at: number): string; at(at: number): string };

/** One finding for each trouble of the status, named by its kind. */
export function statusFindings({ troubles }: Judged, times: Times): Finding[] {
  if (troubles.length === 0)
    return [
      ok("customers", "Nobody waits for an answer longer than usual, and nothing failed in the last hour."),
    ];
  return troubles.map(({ kind, level, number, since, lastAt, what, fix }) => {
    const when = [
      ...(since === undefined ? [] : [`Since ${times.since(since)}.`]),
      ...(lastAt === undefined ? [] : [`Last at ${times.at(lastAt)}.`]),
    ];
    const evidence = [what, ...when].join(" ");
    const rest = number === undefined ? {} : { number };
    return level === "problem" ? problem(kind, evidence, fix, rest) : warning(kind, evidence, fix, rest);
  });
}
