import { randomUUID } from "node:crypto";
import { FunctionError, Instance, type InstanceOptions, type Usage } from "./instance.ts";

export type FunctionPool = {
  /**
   * Waits for a free instance. Starts another one when that takes long and the limit allows it. Rejects with
   * FunctionError.
   */
  invoke(event: unknown, requestId?: string): Promise<unknown>;
  /**
   * Works also during invocations. The next event gets a new instance. Returns how many were ended.
   * `returnAfterSeconds`: when the queue returns their messages; default: after its visibility timeout.
   */
  kill(returnAfterSeconds?: number): Promise<number>;
  /** Processor time of all instances so far, memory of those that live. */
  usage(): Promise<Usage>;
  /** As `kill`, and nothing can start any more. */
  stop(): Promise<void>;
};

type Waiting = { resolve(instance: Instance): void; reject(error: Error): void; since: number };

type PoolOptions = InstanceOptions & {
  most: number;
  ahead: boolean;
  /** How long an event waits before another instance starts for it; default: as long as a start takes. */
  patienceMs?: number;
};

/** However long a start takes on a busy machine. */
const MAX_PATIENCE_MS = 1_000;
const LOOK_EVERY_MS = 50;

export function startPool({ most, ahead, patienceMs, ...options }: PoolOptions): FunctionPool {
  const instances = new Set<Instance>();
  const idle: Instance[] = [];
  const queue: Waiting[] = [];
  let growing: NodeJS.Timeout | undefined;
  let stopped = false;
  let endedCpuMs = 0;
  const gone = () => new FunctionError(options.name, "the local stack has stopped");

  function start(): Instance {
    const instance = new Instance(options);
    instances.add(instance);
    return instance;
  }

  function forget(instance: Instance): void {
    if (instances.delete(instance)) endedCpuMs += instance.lastUsage.cpuMs;
  }

  /** An instance that is starting may serve it soon. */
  function hasWaited({ since }: Waiting): boolean {
    const started = [...instances];
    const readyAt = Math.max(...started.map((instance) => instance.readyAt));
    const startMs = Math.max(...started.map((instance) => instance.readyAt - instance.startedAt));
    return performance.now() - Math.max(since, readyAt) >= (patienceMs ?? Math.min(startMs, MAX_PATIENCE_MS));
  }

  function growLater(): void {
    if (growing || queue.length === 0 || instances.size >= most) return;
    growing = setTimeout(() => {
      growing = undefined;
      const [first] = queue;
      if (first && instances.size < most && hasWaited(first)) queue.shift()?.resolve(start());
      growLater();
    }, LOOK_EVERY_MS);
  }

  async function usage(): Promise<Usage> {
    const all = await Promise.all([...instances].map((instance) => instance.usage()));
    return {
      instances: all.reduce((sum, each) => sum + each.instances, 0),
      cpuMs: all.reduce((sum, each) => sum + each.cpuMs, endedCpuMs),
      heapBytes: all.reduce((sum, each) => sum + each.heapBytes, 0),
    };
  }

  async function acquire(): Promise<Instance> {
    if (stopped) throw gone();
    for (let instance = idle.pop(); instance; instance = idle.pop()) {
      if (instance.alive) return instance;
      forget(instance);
    }
    if (instances.size === 0) return start();
    return new Promise((resolve, reject) => {
      queue.push({ resolve, reject, since: performance.now() });
      growLater();
    });
  }

  function release(instance: Instance): void {
    if (!instance.alive) forget(instance);
    if (stopped) return;
    const next = queue.shift();
    if (next) next.resolve(instance.alive ? instance : start());
    else if (instance.alive) idle.push(instance);
  }

  async function kill(returnAfterSeconds?: number): Promise<number> {
    const killed = [...instances];
    await Promise.all(killed.map((instance) => instance.terminate(returnAfterSeconds)));
    for (const instance of killed) forget(instance);
    return killed.length;
  }

  if (ahead) idle.push(start());
  return {
    async invoke(event, requestId = randomUUID()) {
      const instance = await acquire();
      try {
        return await instance.invoke(event, requestId);
      } finally {
        release(instance);
      }
    },
    kill,
    usage,
    async stop() {
      stopped = true;
      clearTimeout(growing);
      for (const waiting of queue.splice(0)) waiting.reject(gone());
      await kill();
    },
  };
}
