import type { Minute } from "../../support/cloudwatch/metric-store.ts";
import type { Happenings } from "./happenings.ts";
import { poisson } from "./random.ts";

export const HOUR = 60;
export const DAY = 24 * HOUR;

/** By hour of the day: the night is nearly quiet, and noon the busiest. */
const HOURS = [
  0.1, 0.05, 0.03, 0.03, 0.05, 0.15, 0.4, 0.8, 1.4, 1.8, 1.9, 1.9, 1.7, 1.6, 1.7, 1.8, 1.8, 1.7, 1.4, 1.2, 1,
  0.8, 0.5, 0.25,
];
/** From Monday, the first day of the data. */
const WEEKDAYS = [1.2, 1.15, 1.15, 1.1, 1.15, 0.8, 0.45];

const PER_CUSTOMER = 2.2;

export type Customer = number;
export type Scene = {
  happen: Happenings;
  random(): number;
  /** Whether it is the first of its kind that this customer meets within a day. */
  firstToday(kind: string, customer: Customer, at: Minute): boolean;
};
/** A customer's message at this minute. */
export type OnMessage = (scene: Scene, at: Minute, customer: Customer) => void;

/** Statuses come as webhooks too: sent, delivered, read. */
const WEBHOOKS_PER_MESSAGE = 4;

/** How it goes when all is well: 0.3 % of the webhooks are slow, and of the answers. */
export const wellAnswered: OnMessage = (scene, at) => {
  taken(scene, at);
  answer(scene, at);
};

export function taken({ happen, random }: Pick<Scene, "happen" | "random">, at: Minute): void {
  const slow = random() < 0.003 * WEBHOOKS_PER_MESSAGE ? 1 : 0;
  happen.webhookCalled(at, 1, WEBHOOKS_PER_MESSAGE);
  happen.webhookTaken(at, WEBHOOKS_PER_MESSAGE - slow);
  if (slow) happen.webhookSlow(at);
  happen.wakeUpSent(at);
}

export function answer({ happen, random }: Pick<Scene, "happen" | "random">, at: Minute): void {
  if (random() < 0.003) happen.agentSlow(at);
  happen.answered(at);
  happen.priced.free(at);
}

export type Traffic = { perDay: number; from: Minute; until: Minute };

/** Customers come by the rhythm of day and week, and each writes one to seven messages within minutes. */
export function playCustomers({ perDay, from, until }: Traffic, scene: Scene, onMessage: OnMessage): void {
  const { random } = scene;
  for (let at = from; at < until; at += 1) {
    const rhythm = (HOURS[Math.floor(at / HOUR) % 24] ?? 0) * (WEEKDAYS[Math.floor(at / DAY) % 7] ?? 0);
    for (let left = poisson(random, (perDay / PER_CUSTOMER / DAY) * rhythm); left > 0; left -= 1) {
      const customer = Math.floor(random() * perDay * 20);
      let minute = at;
      for (let messages = 1; messages === 1 || (messages < 8 && random() < 0.55); messages += 1) {
        onMessage(scene, minute, customer);
        minute += 1 + Math.floor(random() * 4);
      }
    }
  }
}
