/** One conversation id in 64 begins with a hyphen and looks like an option: 22 characters, as none of the options has. */
const DASHED = /^-[\w-]{21}$/;
const MARK = "id:";

/** Command-line arguments in which no id is taken for an option. */
export const markIds = (argv: readonly string[]): string[] => argv.map((arg) => (DASHED.test(arg) ? MARK + arg : arg));

/** The argument as it was given. */
export const unmarked = (arg: string): string =>
  arg.startsWith(`${MARK}-`) && DASHED.test(arg.slice(MARK.length)) ? arg.slice(MARK.length) : arg;
