export type Verdict = "ok" | "warning" | "problem" | "skipped";

/** A verdict, the facts behind it, and what to do. Never holds a secret, a phone number or a text. */
export type Finding = {
  /** Stable, because scripts use it. */
  check: string;
  number?: string;
  verdict: Verdict;
  evidence: string;
  /** Set only if something must be done. */
  fix?: string;
  /** What it is about, where a number has several: a template's name. */
  subject?: string;
  /** Nothing is known: the system asked gave no answer, or the check itself failed. */
  unchecked?: true;
  /** Because of it other checks of the same account were left out. */
  hides?: true;
  /** What setup does or says of it later. Setup goes on despite such a problem. */
  inSetup?: string;
};

type Rest = Omit<Finding, "verdict" | "check" | "evidence">;

export const ok = (check: string, evidence: string, rest: Rest = {}): Finding => ({
  check,
  verdict: "ok",
  evidence,
  ...rest,
});
export const skipped = (check: string, evidence: string, rest: Rest = {}): Finding => ({
  check,
  verdict: "skipped",
  evidence,
  ...rest,
});
export const warning = (check: string, evidence: string, fix: string, rest: Rest = {}): Finding => ({
  check,
  verdict: "warning",
  evidence,
  fix,
  ...rest,
});
export const problem = (check: string, evidence: string, fix: string, rest: Rest = {}): Finding => ({
  check,
  verdict: "problem",
  evidence,
  fix,
  ...rest,
});

const SEVERITY: Record<Verdict, number> = { ok: 0, skipped: 0, warning: 1, problem: 2 };

export const worst = (findings: readonly Finding[]): Verdict =>
  findings.reduce<Verdict>(
    (found, { verdict }) => (SEVERITY[verdict] > SEVERITY[found] ? verdict : found),
    "ok",
  );
