import { parseArgs } from "node:util";
import { isProvider, type Provider } from "../../lib/domain/inbound/inbound.ts";

export type Arguments =
  | { kind: "serve"; showLogs: boolean; newNumbers: boolean }
  | { kind: "say"; texts: readonly string[]; provider: Provider; showLogs: boolean; keepRunning: boolean }
  | { kind: "help" }
  | { kind: "wrong"; problem: string };

export const USAGE = `Runs the whole system on this machine: HTTP API, queues, table, the built functions, and stand-ins for Meta, Twilio and Chatsby.
Open the page that it prints: chat with the agent as a customer would, watch what happens with each message, break things on purpose.

Usage: npm start [-- OPTIONS]

  --say TEXT          send TEXT as a customer, print the conversation and end; repeatable
  --keep-running      with --say: go on running afterwards, so that staff can answer
  --provider NAME     meta (default) or twilio: over which the customer writes
  --new-numbers       Meta's numbers must be verified and registered first: practise \`npm run wa -- setup\`
  --logs              show the functions' own log lines
  --help              show this

Environment: PORT (4000; 0 = any free one), WA_SETTINGS (settings file), WA_SECRETS (the secret's JSON),
WA_STATE_DIR (folder for what must survive a restart), AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SQS (services to use instead),
CHATSBY_API_KEY (with WA_SETTINGS: your own Chatsby agent answers instead of the built-in one).`;

/** Never throws. */
export function readArguments(args: readonly string[]): Arguments {
  let values: {
    say?: string[];
    provider?: string;
    "keep-running"?: boolean;
    "new-numbers"?: boolean;
    logs?: boolean;
    help?: boolean;
  };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        say: { type: "string", multiple: true },
        provider: { type: "string" },
        "keep-running": { type: "boolean" },
        "new-numbers": { type: "boolean" },
        logs: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    const [problem = "wrong arguments"] = (error instanceof Error ? error.message : "").split(/\. |\n/);
    return { kind: "wrong", problem };
  }
  const {
    say = [],
    provider = "meta",
    "keep-running": keepRunning = false,
    "new-numbers": newNumbers = false,
    logs: showLogs = false,
    help,
  } = values;
  if (help) return { kind: "help" };
  if (!isProvider(provider)) return { kind: "wrong", problem: "--provider is meta or twilio" };
  if (say.some((text) => text.trim() === "")) return { kind: "wrong", problem: "--say needs a text" };
  if (say.length === 0) {
    if (values.provider || keepRunning)
      return { kind: "wrong", problem: `--${keepRunning ? "keep-running" : "provider"} goes with --say` };
    return { kind: "serve", showLogs, newNumbers };
  }
  if (newNumbers) return { kind: "wrong", problem: "--new-numbers does not go with --say" };
  return { kind: "say", texts: say, provider, showLogs, keepRunning };
}
