/** Documented in docs/operator-cli.md: scripts use them. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  noAccess: 5,
  unreachable: 6,
  /** `doctor`: everything works, but there are warnings. */
  warnings: 7,
  /** The shells' code for a program ended by Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The user can understand and fix it. Shown without a stack trace. */
export class CliProblem extends Error {
  readonly exit: ExitCode;
  /** One per line, below the message. */
  readonly details: readonly string[];

  constructor(exit: ExitCode, message: string, details: readonly string[] = []) {
    super(message);
    this.name = "CliProblem";
    this.exit = exit;
    this.details = details;
  }
}

/** Not the user's mistake: a script that asks for JSON still gets an object. */
export const isOutage = (error: unknown): error is CliProblem =>
  error instanceof CliProblem && error.exit !== EXIT.usage && error.exit !== EXIT.interrupted;
