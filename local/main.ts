import { type Arguments, readArguments, USAGE } from "./cli/arguments.ts";

const STARTING =
  "Starting the whole system on this machine: the functions are built, which takes a few seconds …";

async function main(args: Arguments): Promise<number> {
  if (args.kind === "help") {
    console.log(USAGE);
    return 0;
  }
  if (args.kind === "wrong") {
    console.error(`${args.problem}\n\n${USAGE}`);
    return 2;
  }
  // With --say the output is the conversation.
  if (args.kind === "serve") console.log(STARTING);
  else if (process.stderr.isTTY) console.error(STARTING);
  // To load everything else takes longer than a user waits for a first sign.
  const { start } = await import("./start.ts");
  return start(args);
}

/** No stack trace for problems that the user can fix. */
function explain(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE" && "port" in error)
    return `Port ${error.port} is in use. Set PORT to another one, or to 0 for any free one.`;
  return error instanceof Error ? error.message : String(error);
}

process.exitCode = await main(readArguments(process.argv.slice(2))).catch((error: unknown) => {
  console.error(explain(error));
  return 1;
});
