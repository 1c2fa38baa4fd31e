import type { Clock } from "../../lib/application/ports/ports.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";
import type { Api } from "../client.ts";
import type { AlarmState, Cloud, QueueName, QueueState } from "../cloud/cloud.ts";
import { type SettingsMatch, settingsMatch } from "../cloud/deployed-settings.ts";
import { stackTrouble } from "../cloud/stack.ts";
import { CliProblem } from "../problem.ts";
import { type Figures, figuresOf, NO_ACTIVITY } from "./figures.ts";

type NumberStatus = {
  name: string;
  provider: string;
  off?: boolean;
  suspended?: { until: number; since: number; code: string };
  lastHour?: Figures;
};

/** Parts that could not be read are missing and named in `unknown`. */
export type Status = {
  stage: string;
  at: number;
  numbers: NumberStatus[];
  queues: { name: QueueName; queue: QueueState; oldestSeconds?: number; deadLetters: number }[];
  alarms: AlarmState[];
  handoffs?: number;
  settings: SettingsMatch;
  deploy?: { status: string; what: string };
  secretChangedAt?: number;
  unknown: { what: string; why: string }[];
};

const QUEUES: readonly QueueName[] = ["turns", "deliveries", "leads"];

/** As far as the user's permissions reach. `problems`: why the rest is missing. */
export async function statusOf(
  cloud: Cloud,
  api: Api,
  clock: Clock,
): Promise<{ status: Status; problems: readonly CliProblem[] }> {
  const now = clock.now();
  const reads: { what: string; problem?: CliProblem }[] = [];
  async function read<Value>(what: string, ask: () => Promise<Value>): Promise<Value | undefined> {
    const entry: (typeof reads)[number] = { what };
    reads.push(entry);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CliProblem)) throw error;
      entry.problem = error;
      return undefined;
    }
  }
  const queueOf = async (name: QueueName) => ({
    name,
    state: await read(`queue ${name}`, () => cloud.queue(name)),
    oldestSeconds: await read(`age in ${name}`, async () => cloud.oldestSeconds?.(name)),
  });
  const [figures, queues, alarms, open, switched, sending, secret] = await Promise.all([
    read("figures", () => figuresOf(cloud, now - HOUR_MS, now)),
    Promise.all(QUEUES.map(queueOf)),
    read("alarms", cloud.alarms),
    read("handoffs", () => api.call("handoffs")),
    read("switches", () => api.call("switches")),
    read("suspended numbers", () => api.call("numbers")),
    read("secret", cloud.secret.read),
  ]);
  const isOff = (number: string) =>
    switched?.switches.some((each) => (each.number === "*" || each.number === number) && each.off);
  const trouble = cloud.stack && stackTrouble(cloud.stack);
  const status: Status = {
    stage: cloud.stage,
    at: now,
    numbers: cloud.settings.numbers.map(({ name, provider }) => {
      const lastHour = figures && (figures.get(name) ?? NO_ACTIVITY);
      const off = isOff(name);
      const suspended = sending?.numbers.find((each) => each.number === name)?.suspended;
      return { name, provider, ...omitUndefined({ off, suspended, lastHour }) };
    }),
    queues: queues.flatMap(({ name, state, oldestSeconds }) => {
      if (!state) return [];
      const { queue, deadLetters } = state;
      return [
        {
          name,
          queue,
          ...omitUndefined({ oldestSeconds }),
          deadLetters: deadLetters.waiting + deadLetters.inFlight,
        },
      ];
    }),
    alarms: (alarms ?? []).filter(({ state }) => state === "alarm"),
    ...omitUndefined({ handoffs: open?.handoffs.length }),
    settings: settingsMatch(cloud, cloud.settings),
    ...(cloud.stack && trouble && { deploy: { status: cloud.stack.status, what: trouble.what } }),
    ...omitUndefined({ secretChangedAt: secret?.changedAt }),
    unknown: reads.flatMap(({ what, problem }) => (problem ? [{ what, why: problem.message }] : [])),
  };
  return { status, problems: reads.flatMap(({ problem }) => problem ?? []) };
}
