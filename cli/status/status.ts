import type { Clock } from "../../lib/application/ports/ports.ts";
import { handoffs, numbers, switches } from "../answers.ts";
import type { Api } from "../client.ts";
import type { AlarmState, Cloud, QueueName, QueueState } from "../cloud/cloud.ts";
import { type SettingsMatch, settingsMatch } from "../cloud/deployed-settings.ts";
import { stackTrouble } from "../cloud/stack.ts";
import { CliProblem } from "../problem.ts";
import { type Figures, figuresOf, NOTHING } from "./figures.ts";

type NumberStatus = {
  name: string;
  provider: string;
  off?: boolean;
  held?: { until: number; since: number; code: string };
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
  /** Whether the deployed settings equal the file. "unknown": deployed by an earlier version. */
  settings: SettingsMatch;
  /** Set if the last deploy failed or is in progress. */
  deploy?: { status: string; what: string };
  /** Milliseconds since 1970. */
  secretChangedAt?: number;
  unknown: { what: string; why: string }[];
};

const HOUR = 3_600_000;
const QUEUES: readonly QueueName[] = ["turns", "deliveries", "leads"];

/** Reads the stage's status, as far as the user's permissions reach. `problems`: why the rest is missing. */
export async function statusOf(cloud: Cloud, api: Api, clock: Clock): Promise<{ status: Status; problems: readonly CliProblem[] }> {
  const now = clock.now();
  const looks: { what: string; problem?: CliProblem }[] = [];
  async function look<Value>(what: string, ask: () => Promise<Value>): Promise<Value | undefined> {
    const entry: (typeof looks)[number] = { what };
    looks.push(entry);
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
    state: await look(`queue ${name}`, () => cloud.queue(name)),
    oldestSeconds: await look(`age in ${name}`, async () => cloud.oldestSeconds?.(name)),
  });
  const [figures, queues, alarms, open, switched, sending, secret] = await Promise.all([
    look("figures", () => figuresOf(cloud, now - HOUR, now)),
    Promise.all(QUEUES.map(queueOf)),
    look("alarms", cloud.alarms),
    look("handoffs", () => api.get("handoffs", handoffs)),
    look("switches", () => api.get("switches", switches)),
    // The deployed version may be older than this command.
    api.get("numbers", numbers).catch(() => ({ numbers: [] })),
    look("secret", cloud.secret.read),
  ]);
  const isOff = (number: string) => switched?.switches.some((each) => (each.number === "*" || each.number === number) && each.off);
  const trouble = cloud.stack && stackTrouble(cloud.stack);
  const status: Status = {
    stage: cloud.stage,
    at: now,
    numbers: cloud.settings.numbers.map(({ name, provider }) => {
      const lastHour = figures && (figures.get(name) ?? NOTHING);
      const off = isOff(name);
      const held = sending.numbers.find((each) => each.number === name)?.held;
      return { name, provider, ...(off !== undefined && { off }), ...(held && { held }), ...(lastHour && { lastHour }) };
    }),
    queues: queues.flatMap(({ name, state, oldestSeconds }) => {
      if (!state) return [];
      const { queue, deadLetters } = state;
      return [
        { name, queue, ...(oldestSeconds !== undefined && { oldestSeconds }), deadLetters: deadLetters.waiting + deadLetters.inFlight },
      ];
    }),
    alarms: (alarms ?? []).filter(({ state }) => state === "alarm"),
    ...(open && { handoffs: open.handoffs.length }),
    settings: settingsMatch(cloud, cloud.settings),
    ...(cloud.stack && trouble && { deploy: { status: cloud.stack.status, what: trouble.what } }),
    ...(secret?.changedAt !== undefined && { secretChangedAt: secret.changedAt }),
    unknown: looks.flatMap(({ what, problem }) => (problem ? [{ what, why: problem.message }] : [])),
  };
  return { status, problems: looks.flatMap(({ problem }) => problem ?? []) };
}
