import type { Clock } from "../../lib/application/ports/ports.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { checkSecret } from "../../lib/health/check-secret.ts";
import type { ResultOf } from "../../lib/operator-api/results.ts";
import type { Api } from "../client.ts";
import type { AlarmState, Cloud, QueueName, QueueState } from "../cloud/cloud.ts";
import { type SettingsMatch, settingsDiffer, settingsMatch } from "../cloud/deployed-settings.ts";
import { stackTrouble } from "../cloud/stack.ts";
import { CliProblem } from "../problem.ts";
import { apiStatus } from "./api-status.ts";
import {
  clockTroubles,
  crashTroubles,
  deadLetterTroubles,
  waitingTroubles,
  webhookTroubles,
} from "./cloud-troubles.ts";
import { type Figures, figuresOf, NO_ACTIVITY, webhookFiguresOf } from "./figures.ts";
import type { Trouble } from "./trouble.ts";

type NumberStatus = {
  name: string;
  provider: string;
  off?: boolean;
  suspended?: { until: number; since: number; code: string };
  hours?: ResultOf<"status">["numbers"][number]["hours"];
  rollout?: ResultOf<"status">["numbers"][number]["rollout"];
  lastHour?: Figures;
};

/** Parts that could not be read are missing and named in `unknown`. */
export type Status = {
  stage: string;
  at: number;
  /** Nothing is wrong, and all is known. */
  well: boolean;
  /** The worst first. */
  troubles: Trouble[];
  /** As the operator API's. */
  late?: ResultOf<"status">["late"];
  untaken?: ResultOf<"status">["untaken"];
  numbers: NumberStatus[];
  queues: { name: QueueName; queue: QueueState; oldestSeconds?: number; deadLetters: number }[];
  alarms: AlarmState[];
  handoffs?: number;
  settings?: SettingsMatch;
  deploy?: { status: string; what: string };
  secretChangedAt?: number;
  unknown: { what: string; why: string }[];
};

const QUEUES: readonly QueueName[] = ["turns", "deliveries", "leads"];

type Read = <Value>(what: string, ask: () => Promise<Value>) => Promise<Value | undefined>;

/** As far as the user's permissions reach. `problems`: why the rest is missing. */
export async function statusOf(
  cloud: Cloud,
  api: Api,
  clock: Clock,
): Promise<{ status: Status; problems: readonly CliProblem[] }> {
  const reads: { what: string; problem?: CliProblem }[] = [];
  const read: Read = async (what, ask) => {
    const entry: (typeof reads)[number] = { what };
    reads.push(entry);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CliProblem)) throw error;
      entry.problem = error;
      return undefined;
    }
  };
  const known = await read("customers and numbers", () => apiStatus(api));
  // The local stack's clock can be moved.
  const now = cloud.local ? (known?.at ?? clock.now()) : clock.now();
  const found = await readCloud(cloud, api, read, now);
  const troubles = [
    ...(known?.troubles ?? []),
    ...troublesOf(cloud, found, clockTroubles(known?.at, clock.now() + (cloud.aheadMs ?? 0))),
  ].toSorted((one, other) => Number(one.level === "warning") - Number(other.level === "warning"));
  const unknown = reads.flatMap(({ what, problem }) => (problem ? [{ what, why: problem.message }] : []));
  const { figures, queues, open, secret, alarms } = found;
  const trouble = cloud.stack && stackTrouble(cloud.stack);
  const status: Status = {
    stage: cloud.stage,
    at: now,
    well: troubles.length === 0 && unknown.length === 0,
    troubles,
    ...omitUndefined({ late: known?.late, untaken: known?.untaken }),
    numbers: cloud.settings.numbers.map(({ name, provider }) => {
      const about = known?.numbers.find(({ number }) => number === name);
      const lastHour = figures && (figures.get(name) ?? NO_ACTIVITY);
      const off = known && about?.off !== undefined;
      return {
        name,
        provider,
        ...omitUndefined({
          off,
          suspended: about?.suspended,
          hours: about?.hours,
          rollout: about?.rollout,
          lastHour,
        }),
      };
    }),
    queues: queues.flatMap(({ name, state, oldestSeconds }) =>
      state
        ? [{ name, queue: state.queue, ...omitUndefined({ oldestSeconds }), deadLetters: deadIn(state) }]
        : [],
    ),
    alarms: ringing(alarms),
    ...omitUndefined({ handoffs: open?.handoffs.length }),
    settings: settingsMatch(cloud, cloud.settings),
    ...(cloud.stack && trouble && { deploy: { status: cloud.stack.status, what: trouble.what } }),
    ...omitUndefined({ secretChangedAt: secret?.changedAt }),
    unknown,
  };
  return { status, problems: reads.flatMap(({ problem }) => problem ?? []) };
}

/** When not even the stage could be found. */
export const unreadStatus = (stage = "local", at: number, { message }: CliProblem): Status => ({
  ...{ stage, at, well: false, troubles: [], numbers: [], queues: [], alarms: [] },
  unknown: [{ what: "all of it", why: message }],
});

type InCloud = Awaited<ReturnType<typeof readCloud>>;

async function readCloud(cloud: Cloud, api: Api, read: Read, now: number) {
  const since = now - HOUR_MS;
  const queueOf = async (name: QueueName) => ({
    name,
    state: await read(`queue ${name}`, () => cloud.queue(name)),
    oldestSeconds: await read(`age in ${name}`, () => cloud.oldestSeconds(name)),
  });
  const readingSecret = read("secret", () => secretOf(cloud));
  const [figures, webhooks, crashes, queues, alarms, open, secret] = await Promise.all([
    read("figures", () => figuresOf(cloud, since, now)),
    read("refused and failed webhooks", async () =>
      webhookFiguresOf(cloud, now, (await readingSecret)?.changedAt),
    ),
    read("crashes", () => cloud.crashes(since, now)),
    Promise.all(QUEUES.map(queueOf)),
    read("alarms", cloud.alarms),
    read("handoffs", () => api.call("handoffs")),
    readingSecret,
  ]);
  return { figures, webhooks, crashes, queues, alarms, open, secret };
}

async function secretOf({ settings, secret }: Cloud) {
  const kept = await secret.read();
  const { findings } = await checkSecret({ settings, secret: { read: async () => kept } });
  return { findings, ...omitUndefined({ changedAt: kept?.changedAt }) };
}

const deadIn = ({ deadLetters }: { deadLetters: QueueState }) => deadLetters.waiting + deadLetters.inFlight;
const ringing = (alarms: readonly AlarmState[] = []) => alarms.filter(({ state }) => state === "alarm");

function troublesOf(
  cloud: Cloud,
  { secret, webhooks, crashes, queues, alarms }: InCloud,
  ofClock: readonly Trouble[],
): Trouble[] {
  const problem = (kind: string, what: string, fix: string, rest: Partial<Trouble> = {}): Trouble => ({
    ...{ kind, level: "problem", what, fix },
    ...rest,
  });
  const trouble = cloud.stack && stackTrouble(cloud.stack);
  const differs = settingsMatch(cloud, cloud.settings) === "other" && settingsDiffer(cloud.stage);
  return [
    ...(secret?.findings ?? []).flatMap(({ check, verdict, evidence, fix = "" }) =>
      verdict === "problem" ? [problem(check, evidence, fix)] : [],
    ),
    ...(webhooks ? webhookTroubles(webhooks) : []),
    ...crashTroubles(crashes ?? []),
    ...queues.flatMap(({ name, state, oldestSeconds }) => [
      ...(state ? deadLetterTroubles(name, deadIn(state)) : []),
      ...waitingTroubles(name, oldestSeconds),
    ]),
    ...ringing(alarms).map(({ name, since, description }) =>
      problem("alarms", `${name}: ${description}`, "See docs/runbook.md.", { since }),
    ),
    ...(trouble ? [problem("deploy", trouble.what, trouble.fix)] : []),
    ...(differs ? [problem("settings", differs.what, differs.fix)] : []),
    ...ofClock,
  ];
}
