import { replay } from "../../support/cloudwatch/alarm-state.ts";
import { alarmsOn, type Monitoring } from "../../support/cloudwatch/deployed-alarms.ts";
import { MetricStore, type Minute } from "../../support/cloudwatch/metric-store.ts";
import type { Fault } from "./faults.ts";
import { happeningsIn } from "./happenings.ts";
import { ordinaryMessage, playBackground, playMailing } from "./ordinary-life.ts";
import { randomOf } from "./random.ts";
import { Recorder } from "./recorder.ts";
import {
  type Customer,
  DAY,
  HOUR,
  playCustomers,
  type Scene,
  type Traffic,
  taken,
  wellAnswered,
} from "./traffic.ts";

/** An alarm that began to ring, and whether it or the composite one tells a person. */
export type Ring = { alarm: string; at: Minute };

function ringsIn(monitoring: Monitoring, store: MetricStore, { from, until }: Traffic): Ring[] {
  return alarmsOn(monitoring, store)
    .filter(({ name, hasActions }) => hasActions || monitoring.composite.has(name))
    .flatMap((alarm) =>
      replay(alarm, from, until).flatMap(({ at, state }) =>
        state === "ALARM" ? [{ alarm: alarm.name, at }] : [],
      ),
    )
    .toSorted((one, other) => one.at - other.at);
}

function sceneOf(monitoring: Monitoring, store: MetricStore, seed: number): Scene {
  const last = new Map<string, Minute>();
  return {
    happen: happeningsIn(new Recorder(monitoring.filters, store)),
    random: randomOf(seed),
    firstToday(kind, customer, at) {
      const key = `${kind} ${customer}`;
      const before = last.get(key);
      if (before !== undefined && at - before < DAY) return false;
      last.set(key, at);
      return true;
    },
  };
}

/** Thirty days of ordinary life, with a mailing in the middle. */
export function playQuietMonth(monitoring: Monitoring, perDay: number, seed: number): Ring[] {
  const traffic = { perDay, from: 0, until: 30 * DAY };
  const store = new MetricStore(traffic.until);
  const scene = sceneOf(monitoring, store, seed);
  playCustomers(traffic, scene, ordinaryMessage);
  playBackground(scene, traffic);
  playMailing(scene, 15 * DAY + 11 * HOUR, perDay);
  return ringsIn(monitoring, store, traffic);
}

const TROUBLES = {
  undeliverable: ({ happen }: Scene, at: Minute, isFirst: boolean) => {
    happen.deliveryFailed(at);
    happen.undeliverable[isFirst ? "first" : "again"](at);
  },
  agentFails: ({ happen }: Scene, at: Minute, isFirst: boolean) => {
    // A person takes over after two.
    if (isFirst) for (const failed of happen.agentFailed) failed(at);
    happen.turnFailed[isFirst ? "first" : "again"](at);
  },
  refused: ({ happen }: Scene, at: Minute, isFirst: boolean) => {
    happen.refused.never(at);
    happen.turnFailed[isFirst ? "first" : "again"](at);
  },
  stops: ({ happen }: Scene, at: Minute, isFirst: boolean) =>
    isFirst ? happen.stopped(at) : happen.started(at),
};

/** An ordinary week, in which one customer writes eight times on one day, each time with this trouble. */
export function playOneCustomer(
  monitoring: Monitoring,
  perDay: number,
  trouble: keyof typeof TROUBLES,
): Ring[] {
  const traffic = { perDay, from: 0, until: 7 * DAY };
  const store = new MetricStore(traffic.until);
  const scene = sceneOf(monitoring, store, 5);
  playCustomers(traffic, scene, wellAnswered);
  for (let message = 0; message < 8; message += 1) {
    const at = 2 * DAY + 10 * HOUR + message * 40;
    taken(scene, at);
    TROUBLES[trouble](scene, at, message === 0);
  }
  return ringsIn(monitoring, store, traffic);
}

/** An ordinary day, in which the API turns one webhook away. */
export function playOneTurnedAway(monitoring: Monitoring, perDay: number): Ring[] {
  const traffic = { perDay, from: 0, until: DAY };
  const store = new MetricStore(traffic.until);
  const scene = sceneOf(monitoring, store, 5);
  playCustomers(traffic, scene, wellAnswered);
  scene.happen.requestThrottled(12 * HOUR);
  return ringsIn(monitoring, store, traffic);
}

type Suffering = { customer: Customer; at: Minute };

/** When the third customer within a day suffers. */
function thirdOf(suffering: readonly Suffering[]): Minute | undefined {
  const sorted = suffering.toSorted((one, other) => one.at - other.at);
  return sorted.find(
    ({ at }) =>
      new Set(sorted.filter((each) => each.at <= at && each.at > at - DAY).map(({ customer }) => customer))
        .size >= 3,
  )?.at;
}

/** What came before, by size and start: played once for all faults. */
const before = new Map<string, MetricStore>();

/** Thirty hours of ordinary life. */
function ordinaryBefore(monitoring: Monitoring, perDay: number, start: Minute): MetricStore {
  const key = `${perDay} ${start}`;
  const known = before.get(key);
  if (known) return known;
  const store = new MetricStore(start);
  const scene = sceneOf(monitoring, store, start);
  const traffic = { perDay, from: start - 30 * HOUR, until: start };
  playCustomers(traffic, scene, ordinaryMessage);
  playBackground(scene, traffic);
  before.set(key, store);
  return store;
}

/** Ordinary life, and then the fault: `hours` of it. */
export function playFault(
  monitoring: Monitoring,
  fault: Fault,
  { perDay, start, hours }: { perDay: number; start: Minute; hours: number },
): { rings: Ring[]; third: Minute | undefined } {
  const traffic = { perDay, from: start, until: start + hours * HOUR };
  const store = ordinaryBefore(monitoring, perDay, start).copy(traffic.until);
  const scene = sceneOf(monitoring, store, start + 1);
  const suffering: Suffering[] = [];
  playCustomers(traffic, scene, (_, at, customer) => {
    const isHit = (customer * 7919) % 1_000 < (fault.share ?? 1) * 1_000;
    if (isHit && fault.hit?.(scene, at, customer)) suffering.push({ customer, at });
    else ordinaryMessage(scene, at, customer);
  });
  playBackground(scene, traffic);
  for (let at = start; at < traffic.until; at += 1) fault.meanwhile?.(scene.happen, at - start, at);
  return { rings: ringsIn(monitoring, store, traffic), third: fault.hit ? thirdOf(suffering) : start };
}
