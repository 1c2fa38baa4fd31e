import { Command, CommanderError } from "commander";
import { markIds } from "./dashed-id.ts";
import type { Io } from "./io.ts";
import { loadCommands } from "./load-commands.ts";
import { CliProblem, EXIT, type ExitCode } from "./problem.ts";
import { type Context, withApi } from "./session.ts";
import { aimCommands } from "./stage/aim-commands.ts";
import { explainPlace, usePlace } from "./stage/use-place.ts";

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused (opted out, window closed, bad template, daily limit),
5 no access, 6 unreachable, 7 warnings (doctor), 130 interrupted.

A CONTACT is a phone number with + and country code, a user id (US.1349…), or a conversation id. docs/operator-cli.md says more.`;

async function programFor(context: Context, version: string): Promise<Command> {
  const { io } = context;
  const root = withApi(new Command("npm run wa --"))
    .description("Operate the conversations on WhatsApp.")
    .version(version)
    .helpCommand("help [command]", "show a command's help")
    .enablePositionalOptions()
    .addHelpText("after", EXIT_CODES);
  for (const add of await loadCommands()) add(root, context);
  const settle = (command: Command) => {
    command.exitOverride();
    command.configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
    });
    if (command !== root) command.configureHelp({ showGlobalOptions: false });
    for (const each of command.commands) settle(each);
  };
  settle(root);
  return root;
}

/** Returns the exit code; never throws. */
export async function run(argv: readonly string[], outside: Io, version: string): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  let place: { stage?: string; url?: string } = {};
  const io: Io = { ...outside, aim: (text) => aimCommands(text, place) };
  const context: Context = {
    io,
    end: (ending) => {
      code = ending;
    },
  };
  let because: string | undefined;
  try {
    const root = await programFor(context, version);
    root.hook("preAction", async (_, command) => {
      because = await usePlace(io, command);
      const { stage, url = io.env.WA_URL } = command.optsWithGlobals<typeof place>();
      place = stage === undefined ? { ...(url && { url }) } : { stage };
    });
    if (argv.length === 0) {
      root.outputHelp();
      return EXIT.usage;
    }
    await root.parseAsync(markIds(argv), { from: "user" });
    return code;
  } catch (error) {
    return told(error, io, error instanceof CliProblem ? await explainPlace(io, error, because) : []);
  }
}

function told(error: unknown, io: Io, more: readonly string[]): ExitCode {
  // Commander has already printed the problem.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (!(error instanceof CliProblem)) {
    io.err(`${error instanceof Error ? error.message : "Something failed."}\n`);
    return EXIT.failed;
  }
  io.err(
    `${[error.message, ...[...error.details, ...more].map((detail) => `  ${detail}`)].map(io.aim).join("\n")}\n`,
  );
  return error.exit;
}
