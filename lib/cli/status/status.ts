import type { Clock } from "../../application/ports/ports.ts";
import { handoffs, numbers, switches } from "../answers.ts";
import type { Api } from "../client.ts";
import type { AlarmState, Cloud, QueueName, QueueState } from "../cloud/cloud.ts";
import { type Figures, figuresOf } from "./figures.ts";

export type Status = {
  stage: string;
  at: number;
  numbers: { name: string; provider: string; off: boolean; held?: { until: number; since: number; code: string }; lastHour?: Figures }[];
  queues: { name: QueueName; queue: QueueState; deadLetters: number }[];
  alarms: AlarmState[];
  handoffs: number;
  /** Milliseconds since 1970. */
  secretChangedAt?: number;
};

const HOUR = 3_600_000;
const QUEUES: readonly QueueName[] = ["turns", "deliveries", "leads"];

/** How the stage is doing. `offline`: the operator API was not asked, because this identity may not. */
export async function statusOf(cloud: Cloud, api: Api, clock: Clock): Promise<Status> {
  const now = clock.now();
  const [figures, queues, alarms, open, switched, sending, secret] = await Promise.all([
    figuresOf(cloud, now - HOUR, now),
    Promise.all(QUEUES.map(async (name) => ({ name, state: await cloud.queue(name) }))),
    cloud.alarms(),
    api.get("handoffs", handoffs),
    api.get("switches", switches),
    // What is deployed may be older than this command.
    api.get("numbers", numbers).catch(() => ({ numbers: [] })),
    cloud.secret.read(),
  ]);
  const allOff = switched.switches.some(({ number, off }) => number === "*" && off);
  return {
    stage: cloud.stage,
    at: now,
    numbers: cloud.settings.numbers.map(({ name, provider }) => {
      const lastHour = figures.get(name);
      const off = allOff || switched.switches.some((each) => each.number === name && each.off);
      const held = sending.numbers.find((each) => each.number === name)?.held;
      return { name, provider, off, ...(held && { held }), ...(lastHour && { lastHour }) };
    }),
    queues: queues.flatMap(({ name, state }) =>
      state ? [{ name, queue: state.queue, deadLetters: state.deadLetters.waiting + state.deadLetters.inFlight }] : [],
    ),
    alarms: alarms.filter(({ state }) => state === "alarm"),
    handoffs: open.handoffs.length,
    ...(secret?.changedAt !== undefined && { secretChangedAt: secret.changedAt }),
  };
}
