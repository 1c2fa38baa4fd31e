import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";

const THREAD = new URL("../instance-thread.mjs", import.meta.url);

type Reply =
  | { kind: "ready" }
  | { kind: "broken" | "failed"; error: { name: string; message: string } }
  | { kind: "result"; result: string | undefined };

type Outcome = { status: "error" | "timeout" | "init"; errorType?: string };

/** The function threw, timed out or died. */
export class FunctionError extends Error {
  /** Until the queue returns the message; `undefined`: its visibility timeout, as in AWS. */
  readonly returnAfterSeconds: number | undefined;
  /** As Lambda's own log says it. "init": it did not start. */
  readonly outcome: Outcome;

  constructor(
    name: string,
    why: string,
    { returnAfterSeconds, ...outcome }: Partial<Outcome> & { returnAfterSeconds?: number | undefined } = {},
  ) {
    super(`${name}: ${why}`);
    this.name = "FunctionError";
    this.returnAfterSeconds = returnAfterSeconds;
    this.outcome = { status: "error", ...outcome };
  }
}

export type InstanceOptions = {
  name: string;
  /** URL of the module that exports `handler`. */
  entry: string;
  environment: Record<string, string>;
  /** Default: `handler`. */
  handler?: string;
  timeoutSeconds: number;
  /** Default: Node's. */
  memoryMegabytes?: number;
  onLine(line: string): void;
  /** A MovableClock's; default: real time. */
  clock?: SharedArrayBuffer;
};

const EXITED: Outcome = { status: "error", errorType: "Runtime.ExitError" };

const errorTypeOf = (error: Error) =>
  "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "Runtime.OutOfMemory" : "Runtime.ExitError";

type Waiting = { resolve(result: unknown): void; reject(error: Error): void };

/** Of threads. `cpuMs`: since their start. */
export type Usage = { instances: number; cpuMs: number; heapBytes: number };

/** A thread with its own modules and environment. The caller sends one event at a time. */
export class Instance {
  readonly #options: InstanceOptions;
  readonly #thread: Worker;
  readonly #ended: Promise<void>;
  #waiting: Waiting | undefined;
  #returnAfterSeconds: number | undefined;
  /** As of the last `usage()`. */
  lastUsage: Usage = { instances: 0, cpuMs: 0, heapBytes: 0 };
  alive = true;
  /** By `performance.now()`. */
  readonly startedAt = performance.now();
  /** Later than any other time while it starts. */
  readyAt = Number.POSITIVE_INFINITY;

  constructor(options: InstanceOptions) {
    this.#options = options;
    const { entry, handler = "handler", environment: env, memoryMegabytes, clock } = options;
    const resourceLimits = memoryMegabytes === undefined ? {} : { maxOldGenerationSizeMb: memoryMegabytes };
    this.#thread = new Worker(THREAD, {
      env,
      workerData: { entry, handler, clock },
      resourceLimits,
      stdout: true,
      stderr: true,
    });
    for (const stream of [this.#thread.stdout, this.#thread.stderr])
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", options.onLine);
    this.#thread.on("message", (reply: Reply) => this.#settle(reply));
    this.#thread.on("error", (error) =>
      this.#fail(error.message, { status: "error", errorType: errorTypeOf(error) }),
    );
    this.#ended = new Promise((resolve) => {
      this.#thread.once("exit", () => {
        this.#fail("the instance ended", EXITED);
        resolve();
      });
    });
  }

  /** Rejects with FunctionError. After a timeout or the end of the thread the instance is dead. */
  async invoke(event: unknown, requestId: string): Promise<unknown> {
    const { name, timeoutSeconds, memoryMegabytes = 512 } = this.#options;
    const outcome = new Promise<unknown>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    if (!this.alive) this.#fail("the instance ended", EXITED);
    const timer = setTimeout(() => {
      this.#fail(`timed out after ${timeoutSeconds} s`, { status: "timeout" });
      void this.terminate();
    }, timeoutSeconds * 1000);
    this.#thread.postMessage({
      event,
      context: {
        awsRequestId: requestId,
        functionName: name,
        functionVersion: "$LATEST",
        invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
        memoryLimitInMB: String(memoryMegabytes),
        logGroupName: `/local/${name}`,
        logStreamName: "local",
        deadline: Date.now() + timeoutSeconds * 1000,
      },
    });
    return outcome.finally(() => clearTimeout(timer));
  }

  /** Works also during an invocation. `returnAfterSeconds`: for the error that its caller gets. */
  async terminate(returnAfterSeconds?: number): Promise<void> {
    this.alive = false;
    this.#returnAfterSeconds = returnAfterSeconds;
    await this.#thread.terminate();
    await this.#ended;
  }

  /** Of an ended thread: what was known of its processor time. */
  async usage(): Promise<Usage> {
    try {
      const [cpu, heap] = await Promise.all([this.#thread.cpuUsage(), this.#thread.getHeapStatistics()]);
      const cpuMs = (cpu.user + cpu.system) / 1000;
      this.lastUsage = { instances: 1, cpuMs, heapBytes: heap.used_heap_size + heap.external_memory };
    } catch {
      this.lastUsage = { instances: 0, cpuMs: this.lastUsage.cpuMs, heapBytes: 0 };
    }
    return this.lastUsage;
  }

  #settle(reply: Reply): void {
    if (reply.kind === "ready") {
      this.readyAt = performance.now();
      return;
    }
    if (reply.kind === "broken") {
      this.#fail(reply.error.name, { status: "init", errorType: reply.error.name });
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (reply.kind === "result")
      waiting?.resolve(reply.result === undefined ? undefined : JSON.parse(reply.result));
    else
      waiting?.reject(
        new FunctionError(this.#options.name, reply.error.name, { errorType: reply.error.name }),
      );
  }

  #fail(why: string, outcome: Outcome): void {
    this.alive = false;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(
      new FunctionError(this.#options.name, why, {
        ...outcome,
        returnAfterSeconds: this.#returnAfterSeconds,
      }),
    );
  }
}
