import { type Arguments, readArguments, USAGE } from "./cli/arguments.ts";
import { optionsFrom } from "./cli/environment.ts";
import { say } from "./cli/say.ts";
import { summary } from "./cli/summary.ts";
import { DEMO_SECRETS } from "./demo.ts";
import { briefly, isNews, type LogLine } from "./log-lines.ts";
import { startStack } from "./stack.ts";
import type { LocalStack } from "./stack-options.ts";

const DEFAULT_PORT = 4000;

/** For a stop that hangs: Ctrl-C must still end the process. */
const STOP_TIMEOUT_MS = 8_000;

const THINKING_MS = 400;

async function main(args: Arguments): Promise<number> {
  if (args.kind === "help") {
    console.log(USAGE);
    return 0;
  }
  if (args.kind === "wrong") {
    console.error(`${args.problem}\n\n${USAGE}`);
    return 2;
  }
  const options = optionsFrom(process.env, args.kind === "say" && !args.keepRunning ? 0 : DEFAULT_PORT);
  const interrupted = new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve("interrupted"));
  });
  // Also during the start and when something hangs: Ctrl-C returns the prompt.
  void interrupted.then(() => setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref());
  const stack = await startStack({
    ...options,
    page: args.kind === "serve",
    onLog: printer(args),
    // Nobody gets the mail here. Its subject shows that somebody would be notified.
    onMail: ({ subject }) => console.log(`✉ mail to the team: ${subject}`),
    prepare: ({ chatsby }) => {
      chatsby.delayMs = THINKING_MS;
    },
  });
  try {
    if (args.kind === "say") {
      const code = await sayAll(stack, args, interrupted);
      if (!args.keepRunning || code !== 0) return code;
    }
    console.log(summary(stack, options.secrets ?? DEMO_SECRETS, options.stateDir));
    console.log(
      `Open ${stack.url} in a browser: chat as a customer, watch each message, break things. It listens on this machine only.\n`,
    );
    console.log(`ready ${stack.url}`);
    await interrupted;
    return 0;
  } finally {
    await stack.stop();
  }
}

async function sayAll(
  stack: LocalStack,
  { texts, provider }: Extract<Arguments, { kind: "say" }>,
  interrupted: Promise<"interrupted">,
) {
  const colour = process.stdout.isTTY && !process.env.NO_COLOR;
  const said = await Promise.race([
    interrupted,
    say(stack, { texts, provider, colour, print: (text) => console.log(text) }),
  ]);
  if (said === "interrupted") return 130;
  if (!said.ok) console.error(`--say: ${said.problem}`);
  return said.ok ? 0 : 1;
}

/** Raw lines with --logs. Otherwise one friendly line per event; with --say only problems. */
function printer(args: Extract<Arguments, { kind: "say" | "serve" }>): (line: LogLine) => void {
  if (args.showLogs) return (line) => process.stderr.write(`${line.function} ${line.text}\n`);
  return (line) => {
    if (args.kind === "serve" && isNews(line)) process.stdout.write(`${briefly(line)}\n`);
    else if (line.level === "ERROR") process.stderr.write(`${briefly(line)}\n`);
  };
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
