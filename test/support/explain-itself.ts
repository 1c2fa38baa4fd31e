/** For a program without options: `--help` prints its usage, anything else is refused. Then the process ends. */
export function explainItself(usage: string): void {
  const [first] = process.argv.slice(2);
  if (first === undefined) return;
  const asked = first === "--help" || first === "-h";
  if (asked) console.log(usage);
  else console.error(`It takes no ${first}.\n\n${usage}`);
  process.exit(asked ? 0 : 2);
}
