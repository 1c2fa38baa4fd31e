/** Documented in docs/operator-cli.md: scripts rely on them. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  refused: 4,
  noAccess: 5,
  unreachable: 6,
  /** `doctor`: nothing is broken, but something should be looked at. */
  warnings: 7,
  /** What shells say of a program that Ctrl-C ended. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Something that whoever runs the command can understand and mend: told without a stack trace. */
export class CliProblem extends Error {
  readonly exit: ExitCode;
  /** One a line, below the message. */
  readonly details: readonly string[];

  constructor(exit: ExitCode, message: string, details: readonly string[] = []) {
    super(message);
    this.name = "CliProblem";
    this.exit = exit;
    this.details = details;
  }
}
