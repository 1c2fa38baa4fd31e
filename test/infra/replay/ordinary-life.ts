import type { Minute } from "../../support/cloudwatch/metric-store.ts";
import { poisson } from "./random.ts";
import { answer, DAY, type OnMessage, type Scene, type Traffic, taken, wellAnswered } from "./traffic.ts";

/** One in 200 has blocked the number, or is not on WhatsApp any more. */
const isUnreachable = (customer: number) => customer % 200 === 7;

/** What goes wrong in a month in which nothing is wrong: nobody should hear of it. */
export const ordinaryMessage: OnMessage = (scene, at, customer) => {
  const { happen, random } = scene;
  if (isUnreachable(customer)) {
    taken(scene, at);
    happen.deliveryFailed(at + 1);
    happen.undeliverable[scene.firstToday("failure", customer, at) ? "first" : "again"](at + 1);
    return;
  }
  const chance = random();
  // The agent's 500 that the retry repairs.
  if (chance < 0.002) happen.agentFailed[0]?.(at);
  // A question that the agent fails three times.
  else if (chance < 0.0021) {
    taken(scene, at);
    for (const failed of happen.agentFailed) failed(at);
    happen.turnFailed[scene.firstToday("failure", customer, at) ? "first" : "again"](at);
    return;
  }
  // Meta's 503: a status settles what became of it.
  else if (chance < 0.0026) happen.unknown(at);
  // A reply that came a day late, by staff back from their holiday.
  else if (chance < 0.00265) happen.deferred(at);
  else if (chance < 0.0046) happen.stopped(at);
  else if (chance < 0.0048) happen.sideTaskFailed(at);
  else if (chance < 0.0049) happen.refused.slow(at);
  else if (chance < 0.00492) happen.webhookFailed(at);
  wellAnswered(scene, at, customer);
};

/** Several a month, each at any time: `mean` is how many. */
function sometimes({ random }: Scene, { from, until }: Traffic, mean: number, happens: (at: Minute) => void) {
  const count = poisson(random, (mean * (until - from)) / (30 * DAY));
  for (let left = count; left > 0; left -= 1) happens(from + Math.floor(random() * (until - from)));
}

/** What does not come from customers. */
export function playBackground(scene: Scene, traffic: Traffic): void {
  const { happen, random } = scene;
  for (let at = traffic.from; at < traffic.until; at += 1)
    happen.oldestWaits(at, 2 + Math.floor(random() * 40));
  // A stranger tries addresses for some minutes.
  sometimes(scene, traffic, 6, (at) => {
    for (let minute = at; minute < at + 3 + random() * 6; minute += 1) {
      happen.webhookForbidden(minute, 12);
      happen.rejected.unsigned(minute, 8);
    }
    happen.actionRefused(at);
  });
  // Meta's limit for one customer: an answer waits some minutes.
  sometimes(scene, traffic, 3, (at) => happen.oldestWaits(at, 240));
  sometimes(scene, traffic, 1, (at) => happen.workerCutOff(at));
  sometimes(scene, traffic, 1, (at) => happen.workerThrottled(at, 3));
  sometimes(scene, traffic, 1, (at) => happen.readsThrottled(at, 2));
  sometimes(scene, traffic, 1, (at) => happen.operatorFailed(at));
  sometimes(scene, traffic, 1, (at) => happen.inboxFailed(at));
  sometimes(scene, traffic, 1, (at) => happen.actionFailed(at));
  sometimes(scene, traffic, 2, (at) => happen.templatesUnlisted(at, 5));
  sometimes(scene, traffic, 1, (at) => {
    for (let minute = at; minute < at + 4; minute += 1) {
      happen.secretUnread.webhook(minute, 2);
      happen.secretUnread.worker(minute);
    }
  });
}

/** A mailing to a good list: 0.7 % say stop, 1 % are not on WhatsApp any more. */
export function playMailing(scene: Scene, at: Minute, customers: number): void {
  const { happen, random } = scene;
  for (let sent = 0; sent < customers; sent += 1) {
    const minute = at + Math.floor(sent / 300);
    happen.wakeUpSent(minute);
    const chance = random();
    if (chance < 0.007) happen.stopped(minute + Math.floor(random() * 180));
    else if (chance < 0.017) happen.mailingFailed(minute + 1);
    else if (chance < 0.08) {
      taken(scene, minute + 5);
      answer(scene, minute + 5);
    }
  }
}
