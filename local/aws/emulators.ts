import { once } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";

const THREAD = new URL("emulators-thread.mjs", import.meta.url);

/** Longer than any write takes. After that nobody waits any more. */
const STOP_TIMEOUT_MS = 3_000;

export type Endpoints = { dynamodb: string; sqs: string };

export type Emulators = {
  endpoints: Endpoints;
  /** If they are ours, their URLs change at every start. */
  ownQueues: boolean;
  stop(): Promise<void>;
};

type Started = { urls?: Partial<Endpoints>; error?: Error };

let thread: Worker | undefined;

/** One for all stacks of this process: to load the emulators costs as much as a stack's first turn. */
function emulatorsThread(): Worker {
  if (thread) return thread;
  const started = new Worker(THREAD, { execArgv: ["--disable-warning=ExperimentalWarning"] });
  started.unref();
  started.once("exit", () => {
    if (thread === started) thread = undefined;
  });
  thread = started;
  return started;
}

/**
 * DynamoDB and SQS on free loopback ports. Services in `given` are used instead. `folder`: where data is
 * kept;
 * default: in memory.
 */
export async function startEmulators(
  given: Partial<Endpoints>,
  folder: string | undefined,
): Promise<Emulators> {
  const wanted = { dynamodb: given.dynamodb === undefined, sqs: given.sqs === undefined };
  if (!wanted.dynamodb && !wanted.sqs)
    return { endpoints: { dynamodb: "", sqs: "", ...given }, ownQueues: false, stop: async () => {} };
  const { port1: line, port2: port } = new MessageChannel();
  const ended = once(line, "close");
  emulatorsThread().postMessage({ ...wanted, folder, port }, [port]);
  const [started]: Started[] = await Promise.race([once(line, "message"), ended]);
  if (!started?.urls) {
    line.close();
    throw started?.error ?? new Error("the emulators' thread has ended");
  }
  const { dynamodb = "", sqs = "" } = started.urls;
  return {
    endpoints: { dynamodb: given.dynamodb ?? dynamodb, sqs: given.sqs ?? sqs },
    ownQueues: wanted.sqs,
    async stop() {
      line.ref();
      line.postMessage("stop");
      const cutOff = setTimeout(() => line.close(), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(cutOff);
    },
  };
}
