import { fileNotes, NOTES_FOLDER } from "../lib/adapters/files/notes.ts";
import { LOCAL_PORT } from "../lib/config/deployment/local-stack.ts";
import type { Arguments } from "./cli/arguments.ts";
import { optionsFrom } from "./cli/environment.ts";
import { leaveNote } from "./cli/leave-note.ts";
import { renewNumbers, whatToType } from "./cli/new-numbers.ts";
import { say } from "./cli/say.ts";
import { summary } from "./cli/summary.ts";
import { DEMO_SECRETS } from "./demo.ts";
import { briefly, isNews, type LogLine } from "./log-lines.ts";
import { startStack } from "./stack.ts";
import type { LocalStack } from "./stack-options.ts";

/** For a stop that hangs: Ctrl-C must still end the process. */
const STOP_TIMEOUT_MS = 8_000;

const THINKING_MS = 400;

type Run = Extract<Arguments, { kind: "say" | "serve" }>;

/** Until Ctrl-C, or until all is said. Returns the exit code. */
export async function start(args: Run): Promise<number> {
  const options = optionsFrom(process.env, args.kind === "say" && !args.keepRunning ? 0 : LOCAL_PORT);
  const interrupted = new Promise<"interrupted">((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => resolve("interrupted"));
  });
  // Also during the start and when something hangs: Ctrl-C returns the prompt.
  void interrupted.then(() => setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref());
  const newNumbers = args.kind === "serve" && args.newNumbers;
  const secrets = options.secrets ?? DEMO_SECRETS;
  const stack = await startStack({
    ...options,
    ...(newNumbers && { accounts: secrets }),
    page: args.kind === "serve",
    onLog: printer(args),
    // Nobody gets the mail here. Its subject shows that somebody would be notified.
    onMail: ({ subject }) => console.log(`✉ mail to the team: ${subject}`),
    prepare: ({ chatsby }) => {
      chatsby.delayMs = THINKING_MS;
    },
  });
  let takeNoteAway = async () => {};
  try {
    if (args.kind === "say") {
      const code = await sayAll(stack, args, interrupted);
      if (!args.keepRunning || code !== 0) return code;
    }
    takeNoteAway = await leaveNote(fileNotes(NOTES_FOLDER), stack.url, process.pid);
    console.log(summary(stack, secrets, options.stateDir));
    if (newNumbers) {
      renewNumbers(stack, secrets, (text) => console.log(text));
      console.log(`${whatToType(stack, secrets)}\n`);
    }
    console.log(
      `Open ${stack.url} in a browser: chat as a customer, watch each message, break things. It listens on this machine only.\n`,
    );
    console.log(`ready ${stack.url}`);
    await interrupted;
    return 0;
  } finally {
    await takeNoteAway();
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
function printer(args: Run): (line: LogLine) => void {
  if (args.showLogs) return (line) => process.stderr.write(`${line.function} ${line.text}\n`);
  return (line) => {
    if (args.kind === "serve" && isNews(line)) process.stdout.write(`${briefly(line)}\n`);
    else if (line.level === "ERROR") process.stderr.write(`${briefly(line)}\n`);
  };
}
