import { parseArgs } from "node:util";

export type RehearsalOptions = {
  conversations: number;
  messages: number;
  /** Messages a second; 0: as many as are answered, with `open` unanswered ones at a time. */
  rate: number;
  open: number;
  agentMs: number;
  quietSeconds: number;
  /** Percent of webhooks that arrive twice. */
  duplicates: number;
  /** At most, until the second one. */
  duplicateAfterSeconds: number;
  /** Percent of questions that the agent fails at first. */
  agentErrors: number;
  /** Of each reply: sent, delivered, read. */
  statuses: number;
  /** How often all workers are killed in the middle of their turns. */
  kills: number;
  returnAfterKillSeconds: number;
  graceSeconds: number;
  /** Of each answer, besides what the proof needs. */
  answerCharacters: number;
  seed: number;
};

export const DEFAULTS: RehearsalOptions = {
  conversations: 200,
  messages: 2_000,
  rate: 0,
  open: 300,
  agentMs: 200,
  quietSeconds: 2,
  duplicates: 2,
  duplicateAfterSeconds: 20,
  agentErrors: 1,
  statuses: 3,
  kills: 4,
  returnAfterKillSeconds: 8,
  graceSeconds: 45,
  answerCharacters: 0,
  seed: 1,
};

export const REHEARSAL_USAGE = `Sends many customers' messages through the built functions on this machine, and proves that each was answered
exactly once, in order. Prints a table; ends with 1 when a message was lost, answered twice or out of order, a queue
is not empty at the end, or the functions' memory grows.

  npm run bench -- rehearsal [--conversations 200] [--messages 2000]

  --conversations N         customers (default ${DEFAULTS.conversations})
  --messages N              of all of them together (default ${DEFAULTS.messages})
  --rate N                  messages a second; default: as many as are answered
  --open N                  unanswered messages at a time, at most (default ${DEFAULTS.open})
  --agent-ms N              mean time of the agent (default ${DEFAULTS.agentMs})
  --quiet-seconds N         turns.quietSeconds (default ${DEFAULTS.quietSeconds})
  --duplicates PERCENT      webhooks that arrive twice (default ${DEFAULTS.duplicates})
  --duplicate-after-seconds N   until the second one, at most (default ${DEFAULTS.duplicateAfterSeconds})
  --agent-errors PERCENT    questions that fail at first (default ${DEFAULTS.agentErrors})
  --statuses N              of each reply, 0 to 3 (default ${DEFAULTS.statuses})
  --kills N                 all workers die in the middle of a turn (default ${DEFAULTS.kills})
  --return-after-kill-seconds N   when the queue returns their messages (default ${DEFAULTS.returnAfterKillSeconds})
  --grace-seconds N         turns.graceSeconds (default ${DEFAULTS.graceSeconds})
  --answer-characters N     of the agent's answers, besides a few (default ${DEFAULTS.answerCharacters})
  --worker-processes        each worker in a process of its own, whose memory is measured
  --seed N                  (default ${DEFAULTS.seed})
  --json FILE               also writes everything that was measured

20,000 messages take eleven minutes of processor time, 100,000 about an hour.`;

const NAMES: Readonly<Record<keyof RehearsalOptions, string>> = {
  conversations: "conversations",
  messages: "messages",
  rate: "rate",
  open: "open",
  agentMs: "agent-ms",
  quietSeconds: "quiet-seconds",
  duplicates: "duplicates",
  duplicateAfterSeconds: "duplicate-after-seconds",
  agentErrors: "agent-errors",
  statuses: "statuses",
  kills: "kills",
  returnAfterKillSeconds: "return-after-kill-seconds",
  graceSeconds: "grace-seconds",
  answerCharacters: "answer-characters",
  seed: "seed",
};

/** Throws for an unknown option and for what is no number. */
export function readRehearsal(args: readonly string[]): RehearsalOptions & {
  json?: string;
  help: boolean;
  workerProcesses: boolean;
} {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(Object.values(NAMES).map((name) => [name, { type: "string" as const }])),
      json: { type: "string" },
      "worker-processes": { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const given: Readonly<Record<string, unknown>> = values;
  const options = { ...DEFAULTS };
  for (const [key, name] of Object.entries(NAMES)) {
    const value = given[name];
    if (value === undefined) continue;
    const number = Number(value);
    if (!Number.isFinite(number) || number < 0 || value === "")
      throw new Error(`--${name} takes a number, not ${JSON.stringify(value)}`);
    options[key as keyof RehearsalOptions] = number;
  }
  if (options.conversations < 1 || options.messages < options.conversations)
    throw new Error("--messages must be at least --conversations, and that at least 1");
  return {
    ...options,
    ...(typeof given.json === "string" && { json: given.json }),
    help: given.help === true,
    workerProcesses: given["worker-processes"] === true,
  };
}
