/**
 * One conversation id in 64 begins with a hyphen and looks like an option. Ids have 22 characters, options
 * have fewer.
 */
const DASHED = /^-[\w-]{21}$/;
const MARK = "id:";

export const markIds = (argv: readonly string[]): string[] =>
  argv.map((arg) => (DASHED.test(arg) ? MARK + arg : arg));

export const unmarked = (arg: string): string =>
  arg.startsWith(`${MARK}-`) && DASHED.test(arg.slice(MARK.length)) ? arg.slice(MARK.length) : arg;
