import { once } from "node:events";
import { Worker } from "node:worker_threads";

const THREAD = new URL("emulators-thread.mjs", import.meta.url);

/** Longer than any write takes. After that the thread is ended. */
const STOP_TIMEOUT_MS = 3_000;

export type Endpoints = { dynamodb: string; sqs: string };

export type Emulators = {
  endpoints: Endpoints;
  /** If they are ours, their URLs change at every start. */
  ownQueues: boolean;
  stop(): Promise<void>;
};

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
  const thread = new Worker(THREAD, {
    workerData: { ...wanted, folder },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const ended = once(thread, "exit");
  // A thread that fails to start emits "error", and `once` rejects.
  const [started]: Partial<Endpoints>[] = await once(thread, "message");
  return {
    endpoints: { dynamodb: given.dynamodb ?? started?.dynamodb ?? "", sqs: given.sqs ?? started?.sqs ?? "" },
    ownQueues: wanted.sqs,
    async stop() {
      thread.postMessage("stop");
      const cutOff = setTimeout(() => void thread.terminate(), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(cutOff);
    },
  };
}
