import { type Finding, ok, problem, warning } from "../health/finding.ts";

/** Also of kinds that only a client knows. */
type Judged = {
  troubles: readonly {
    kind: string;
    level: "problem" | "warning";
    number?: string | undefined;
    since?: number | undefined;
    what: string;
    fix: string;
  }[];
};

/** One finding for each trouble of the status, named by its kind. `since`: how a time is written. */
export function statusFindings({ troubles }: Judged, since: (at: number) => string): Finding[] {
  if (troubles.length === 0)
    return [
      ok("customers", "Nobody waits for an answer longer than usual, and nothing failed in the last hour."),
    ];
  return troubles.map(({ kind, level, number, since: at, what, fix }) => {
    const evidence = at === undefined ? what : `${what} Since ${since(at)}.`;
    const rest = number === undefined ? {} : { number };
    return level === "problem" ? problem(kind, evidence, fix, rest) : warning(kind, evidence, fix, rest);
  });
}
