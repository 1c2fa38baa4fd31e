import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { fileNotes, NOTES_FOLDER } from "../lib/adapters/files/notes.ts";
import { askHidden, askOn } from "./ask.ts";
import { awsCredentials } from "./aws.ts";
import { changeStack } from "./cloud/change-stack.ts";
import { findStack } from "./cloud/find-stack.ts";
import { leftBehind } from "./cloud/left-behind.ts";
import { listStages } from "./cloud/list-stages.ts";
import { runningOutputs } from "./cloud/stack.ts";
import { startLocalStack } from "./evaluate/start-stack.ts";
import type { Io } from "./io.ts";
import { EXIT } from "./problem.ts";
import { run } from "./run.ts";
import { runInTerminal } from "./setup/deploy.ts";
import { hasAwsSettings } from "./stage/aws-settings.ts";
import { findLocalStack } from "./stage/find-local-stack.ts";

/** npm also passes on the terminal's signal: one Ctrl-C arrives twice. */
const SAME_PRESS_MS = 1_000;

const { stdin, stdout, stderr, env } = process;
const notes = fileNotes(NOTES_FOLDER);
let graceful: AbortController | undefined;
let pressedAt = 0;
let farewell = "";

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    const now = Date.now();
    if (pressedAt === 0) pressedAt = now;
    if (!graceful || (graceful.signal.aborted && now - pressedAt > SAME_PRESS_MS)) {
      if (farewell) stderr.write(`\n${farewell}\n`);
      process.exit(EXIT.interrupted);
    }
    graceful.abort();
  });
// `wa … | head` closes the pipe early.
stdout.on("error", () => process.exit(EXIT.ok));

const io: Io = {
  env,
  out: (text) => void stdout.write(text),
  err: (text) => void stderr.write(text),
  stdin: () => buffer(stdin),
  ask: stdin.isTTY ? askOn(stdin, stderr) : undefined,
  askHidden: stdin.isTTY ? (question) => askHidden(question, () => process.emit("SIGINT")) : undefined,
  runCommand: runInTerminal,
  colour: stdout.isTTY === true && !env.NO_COLOR,
  live: stderr.isTTY === true,
  width: Math.min(stdout.columns || 120, 140),
  aim: (text) => text,
  clock: { now: Date.now },
  sleep: (duration, signal) => pause(duration, undefined, signal ? { signal } : {}).catch(() => undefined),
  newId: randomUUID,
  fetch,
  credentials: awsCredentials,
  stackOutputs: async (stack) => runningOutputs(await findStack(stack)),
  stages: listStages,
  hasAwsSettings: () => hasAwsSettings(env),
  findLocalStack: () => findLocalStack({ fetch, notes }),
  startLocalStack: (what) => startLocalStack(what, env),
  notes,
  stackState: findStack,
  leftBehind,
  changeStack,
  onExit: (text) => {
    farewell = text;
  },
  onInterrupt: () => {
    graceful ??= new AbortController();
    return graceful.signal;
  },
};

const manifest: { version: string } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);
process.exitCode = await run(process.argv.slice(2), io, manifest.version);
