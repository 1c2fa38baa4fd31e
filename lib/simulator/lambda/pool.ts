import { randomUUID } from "node:crypto";
import { Instance, type InstanceOptions } from "./instance.ts";

export type FunctionPool = {
  /** Waits for a free instance, starting one when there may be more. Rejects with FunctionError. */
  invoke(event: unknown, requestId?: string): Promise<unknown>;
  /** Ends every instance at once, in the middle of what it does. The next event gets a new one. Returns how many there were. */
  kill(): Promise<number>;
};

/** A function and its instances, at most `most` at a time. The first is started ahead of the first event. */
export function startPool({ most, ...options }: InstanceOptions & { most: number }): FunctionPool {
  const instances = new Set<Instance>();
  const idle: Instance[] = [];
  const queue: ((instance: Instance) => void)[] = [];

  function start(): Instance {
    const instance = new Instance(options);
    instances.add(instance);
    return instance;
  }

  function acquire(): Promise<Instance> {
    for (let instance = idle.pop(); instance; instance = idle.pop()) if (instance.alive) return Promise.resolve(instance);
    if (instances.size < most) return Promise.resolve(start());
    return new Promise((resolve) => queue.push(resolve));
  }

  function release(instance: Instance): void {
    if (!instance.alive) instances.delete(instance);
    const next = queue.shift();
    if (next) next(instance.alive ? instance : start());
    else if (instance.alive) idle.push(instance);
  }

  idle.push(start());
  return {
    async invoke(event, requestId = randomUUID()) {
      const instance = await acquire();
      try {
        return await instance.invoke(event, requestId);
      } finally {
        release(instance);
      }
    },
    async kill() {
      const killed = [...instances];
      await Promise.all(killed.map((instance) => instance.terminate()));
      for (const instance of killed) instances.delete(instance);
      return killed.length;
    },
  };
}
