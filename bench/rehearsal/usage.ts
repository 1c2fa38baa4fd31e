import type { FunctionName } from "../../lib/config/deployment/function-names.ts";
import type { QueueDepths } from "../../local/aws/services.ts";
import type { Usage } from "../../local/lambda/instance.ts";
import type { EmulatorsProcess, ProcessUsage } from "./emulators.ts";

export type Sample = {
  /** Since the start. */
  seconds: number;
  answered: number;
  /** This process: the functions, the front, the load. */
  rssBytes: number;
  cpuMs: number;
  functions: Partial<Record<FunctionName, Usage>>;
  emulators: ProcessUsage;
  /** In the queues, by their names: those that are not empty. */
  queued: Readonly<Record<string, number>>;
};

type Parts = {
  functions(): Promise<Partial<Record<FunctionName, Usage>>>;
  emulators: EmulatorsProcess;
  depths(): Promise<QueueDepths>;
  answered(): number;
};

/** Of what is running now. Processor time begins with the call. */
export function sampler({ functions, emulators, depths, answered }: Parts): () => Promise<Sample> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  return async () => {
    const [ofFunctions, ofEmulators, queues] = await Promise.all([functions(), emulators.usage(), depths()]);
    const { user, system } = process.cpuUsage(before);
    return {
      seconds: (performance.now() - startedAt) / 1000,
      answered: answered(),
      rssBytes: process.memoryUsage.rss(),
      cpuMs: (user + system) / 1000,
      functions: ofFunctions,
      emulators: ofEmulators,
      queued: Object.fromEntries(
        Object.entries(queues).flatMap(([name, { ready, delayed, inFlight }]) =>
          ready + delayed + inFlight > 0 ? [[name, ready + delayed + inFlight]] : [],
        ),
      ),
    };
  };
}

const BUCKETS = 8;

export type Growth = { name: string; meanMegabytes: number; growthMegabytes: number };

/**
 * How much more memory was in use at the end than in the middle: the straight line through the lowest values of
 * eight stretches of the second half. In between, memory rises until it is collected.
 */
export function growthOf(name: string, samples: readonly Sample[], of: (sample: Sample) => number): Growth {
  const half = samples.slice(Math.floor(samples.length / 2));
  const size = Math.max(1, Math.ceil(half.length / BUCKETS));
  const lows: number[] = [];
  for (let at = 0; at < half.length; at += size)
    lows.push(Math.min(...half.slice(at, at + size).map(of)) / 1e6);
  const mean = lows.reduce((sum, low) => sum + low, 0) / Math.max(1, lows.length);
  const middle = (lows.length - 1) / 2;
  const spread = lows.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const slope = lows.reduce((sum, low, at) => sum + (at - middle) * (low - mean), 0) / (spread || 1);
  return { name, meanMegabytes: mean, growthMegabytes: slope * Math.max(0, lows.length - 1) };
}

export function functionsGrowth(samples: readonly Sample[]): Growth[] {
  const names: readonly FunctionName[] = ["webhook", "worker", "delivery"];
  return names.map((name) => {
    const living = samples.filter(({ functions }) => (functions[name]?.instances ?? 0) > 0);
    return growthOf(`heap of one ${name}`, living, ({ functions }) => {
      const { heapBytes = 0, instances = 1 } = functions[name] ?? {};
      return heapBytes / instances;
    });
  });
}

/** Of their mean. */
const MAX_GROWTH_SHARE = 0.1;
const MAX_GROWTH_MEGABYTES = 4;

export const isSteady = ({ meanMegabytes, growthMegabytes }: Growth): boolean =>
  growthMegabytes <= Math.max(MAX_GROWTH_MEGABYTES, MAX_GROWTH_SHARE * meanMegabytes);
