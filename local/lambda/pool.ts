import { randomUUID } from "node:crypto";
import { FunctionError, Instance, type InstanceOptions, type Usage } from "./instance.ts";

export type FunctionPool = {
  /** Waits for a free instance, and starts one if the limit allows. Rejects with FunctionError. */
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

type Waiting = { resolve(instance: Instance): void; reject(error: Error): void };

type PoolOptions = InstanceOptions & {
  most: number;
  ahead: boolean;
};

export function startPool({ most, ahead, ...options }: PoolOptions): FunctionPool {
  const instances = new Set<Instance>();
  const idle: Instance[] = [];
  const queue: Waiting[] = [];
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
    if (instances.size < most) return start();
    return new Promise((resolve, reject) => queue.push({ resolve, reject }));
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
      for (const waiting of queue.splice(0)) waiting.reject(gone());
      await kill();
    },
  };
}
