import type { Minute } from "../../support/cloudwatch/metric-store.ts";
import type { Happenings } from "./happenings.ts";
import { type Customer, type Scene, taken } from "./traffic.ts";

/** Whether this customer suffers from it. If not, the message goes well. */
type Hit = (scene: Scene, at: Minute, customer: Customer) => boolean;

export type Fault = {
  /** One of them must tell a person in time. */
  alarms: readonly string[];
  /** Of these none rings. */
  silent?: readonly string[];
  /** Of the customers; default: all. */
  share?: number;
  hit?: Hit;
  /** What happens in each minute, whoever writes. */
  meanwhile?(happen: Happenings, sinceMinutes: number, at: Minute): void;
};

/** Meta delivers again, slower and slower; Twilio four times within seconds. */
const META_TRIES = [0, 1, 3, 8, 20, 45];

/** A message that waits is tried again every two minutes, for an hour here. */
function retried(at: Minute, tries: (minute: Minute) => void): void {
  for (let minute = at; minute < at + 60; minute += 2) tries(minute);
}

/** The first one of a customer within a day counts. */
const turnFailed = ({ happen, firstToday }: Scene, at: Minute, customer: Customer) =>
  happen.turnFailed[firstToday("failure", customer, at) ? "first" : "again"](at);

/**
 * `tries`: the first failure of a turn, or all three, so many minutes apart. After two such turns the customer waits
 * for a person.
 */
const agentFails =
  (tries: number, minutesApart = 0): Hit =>
  (scene, at, customer) => {
    taken(scene, at);
    const isFirst = scene.firstToday("agent", customer, at);
    if (!isFirst && !scene.firstToday("agent again", customer, at)) return true;
    for (const [nth, failed] of scene.happen.agentFailed.slice(0, tries).entries())
      failed(at + nth * minutesApart);
    turnFailed(scene, at + (tries - 1) * minutesApart, customer);
    return true;
  };

/** The longest wait of docs/scale.md, near the limit of a stage. */
const LONGEST_IN_A_HANG_SECONDS = 629;

const sometimesAsks = (random: () => number) => random() < 0.6;

export const FAULTS: Readonly<Record<string, Fault>> = {
  "the agent is down": {
    alarms: ["AgentFailing", "TurnsFailed"],
    hit: agentFails(3),
  },
  "the agent hangs": {
    alarms: ["AgentFailing", "TurnsFailed"],
    silent: ["RepliesWaiting"],
    hit: agentFails(3, 1),
    meanwhile: ({ oldestWaits }, _, at) => oldestWaits(at, LONGEST_IN_A_HANG_SECONDS),
  },
  "the agent's key is revoked": {
    alarms: ["AgentFailing", "TurnsFailed"],
    hit: agentFails(1),
  },
  "the agent fails for one customer in four": {
    alarms: ["AgentFailing", "TurnsFailed"],
    share: 0.25,
    hit: agentFails(3),
  },
  "the agent is nearly too slow": {
    alarms: ["AgentSlow"],
    hit: (scene, at) => {
      taken(scene, at);
      scene.happen.agentSlow(at);
      return true;
    },
  },
  "no voice note and no photo is understood": {
    alarms: ["MediaFailing"],
    hit: (scene, at) => {
      taken(scene, at);
      scene.happen.mediaFailed(at);
      scene.happen.answered(at);
      return true;
    },
  },
  "the database cannot be written, with Meta": {
    alarms: ["WebhookFailing"],
    hit: ({ happen }, at) => {
      for (const later of META_TRIES) happen.webhookFailed(at + later);
      return true;
    },
  },
  "the database cannot be written, with Twilio": {
    alarms: ["WebhookFailing"],
    hit: ({ happen }, at) => {
      happen.webhookFailed(at, 4);
      return true;
    },
  },
  "Twilio signs for another address": {
    alarms: ["WebhookRefusing"],
    hit: ({ happen }, at) => {
      happen.webhookCalled(at);
      happen.webhookForbidden(at);
      happen.rejected.wrongly(at);
      return true;
    },
  },
  "Meta's app secret is another": {
    alarms: ["WebhookRefusing"],
    hit: ({ happen }, at) => {
      for (const later of META_TRIES) happen.rejected.wrongly(at + later);
      return true;
    },
  },
  "webhooks are slow": {
    alarms: ["WebhookSlow"],
    hit: ({ happen }, at) => {
      happen.webhookCalled(at, 1, 4);
      happen.webhookSlow(at, 4);
      happen.wakeUpSent(at);
      return true;
    },
  },
  "the secret cannot be read": {
    alarms: ["SecretUnusable", "RepliesWaiting"],
    hit: (scene, at) => {
      taken(scene, at);
      retried(at, (minute) => {
        scene.happen.secretUnread.worker(minute);
        scene.happen.oldestWaits(minute, (minute - at) * 60);
      });
      return true;
    },
  },
  "a number is not in the settings": {
    alarms: ["NumberUnknown"],
    hit: ({ happen }, at) => {
      happen.numberUnknown(at);
      return true;
    },
  },
  "the API turns webhooks away": {
    alarms: ["WebhookFailing"],
    hit: ({ happen }, at) => {
      happen.requestThrottled(at);
      return true;
    },
  },
  "a number was removed from the settings": {
    alarms: ["NumberUnknown"],
    hit: ({ happen }, at) => {
      happen.orphaned(at);
      return true;
    },
  },
  "the worker is cut off": {
    alarms: ["WorkerFailing", "RepliesWaiting"],
    hit: (scene, at) => {
      taken(scene, at);
      retried(at, (minute) => {
        scene.happen.workerCutOff(minute);
        scene.happen.oldestWaits(minute, (minute - at) * 60);
      });
      return true;
    },
  },
  "replies wait": {
    alarms: ["RepliesWaiting"],
    hit: (scene, at) => {
      taken(scene, at);
      retried(at, (minute) => scene.happen.oldestWaits(minute, (minute - at) * 60));
      return true;
    },
  },
  "the provider's token has died": {
    alarms: ["RepliesStopped"],
    hit: (scene, at) => {
      taken(scene, at);
      // It waits, and is tried again every quarter of an hour.
      for (let minute = at; minute < at + 6 * 60; minute += 15) scene.happen.refused.stop(minute);
      return true;
    },
  },
  "the provider takes no more messages for now": {
    alarms: ["RepliesThrottled", "RepliesWaiting"],
    hit: (scene, at) => {
      taken(scene, at);
      for (let minute = at; minute < at + 20; minute += 1) {
        scene.happen.refused.slow(minute, 25);
        scene.happen.oldestWaits(minute, (minute - at) * 60);
      }
      return true;
    },
  },
  "each reply is refused for its content": {
    alarms: ["TurnsFailed", "RepliesRefused"],
    hit: (scene, at, customer) => {
      taken(scene, at);
      scene.happen.refused.never(at);
      turnFailed(scene, at, customer);
      return true;
    },
  },
  "replies are accepted, and fail later": {
    alarms: ["TurnsFailed", "RepliesRefused"],
    share: 0.5,
    hit: (scene, at, customer) => {
      taken(scene, at);
      scene.happen.answered(at);
      scene.happen.deliveryFailed(at + 2);
      turnFailed(scene, at + 2, customer);
      return true;
    },
  },
  "nobody can be reached": {
    alarms: ["RepliesRefused"],
    hit: (scene, at, customer) => {
      taken(scene, at);
      scene.happen.deliveryFailed(at + 1);
      scene.happen.undeliverable[scene.firstToday("failure", customer, at) ? "first" : "again"](at + 1);
      return true;
    },
  },
  "sends end without an answer": {
    alarms: ["SendsUnknown", "TurnsFailed"],
    hit: (scene, at, customer) => {
      taken(scene, at);
      for (const later of [0, 2, 6]) scene.happen.unknown(at + later);
      turnFailed(scene, at + 14, customer);
      return true;
    },
  },
  "mails to the team do not leave": {
    alarms: ["SideTasksFailing"],
    share: 0.3,
    hit: (scene, at) => {
      taken(scene, at);
      retried(at, scene.happen.sideTaskFailed);
      return true;
    },
  },
  "customers are annoyed": {
    alarms: ["OptOutsRising"],
    share: 0.8,
    hit: (scene, at, customer) => {
      taken(scene, at);
      if (scene.firstToday("stop", customer, at)) scene.happen.stopped(at);
      return true;
    },
  },
  "replies come too late for the window": {
    alarms: ["WindowMissed"],
    hit: (scene, at) => {
      taken(scene, at);
      scene.happen.deferred(at);
      return true;
    },
  },
  "bots write": {
    alarms: ["LoopDetected"],
    share: 0.2,
    hit: (scene, at) => {
      taken(scene, at);
      scene.happen.looped(at);
      return true;
    },
  },
  "the agent's token is wrong": {
    alarms: ["ActionsFailing"],
    hit: (scene, at) => {
      taken(scene, at);
      if (!sometimesAsks(scene.random)) return false;
      scene.happen.actionRefused(at);
      return true;
    },
  },
  "the agent's actions fail": {
    alarms: ["ActionsFailing"],
    hit: (scene, at) => {
      taken(scene, at);
      if (!sometimesAsks(scene.random)) return false;
      scene.happen.actionFailed(at);
      return true;
    },
  },
  "Lambda has no more instances": {
    alarms: ["RepliesWaiting"],
    hit: (scene, at) => {
      taken(scene, at);
      retried(at, (minute) => {
        scene.happen.workerThrottled(minute);
        scene.happen.oldestWaits(minute, (minute - at) * 60);
      });
      return true;
    },
  },
  "Lambda has no instance for webhooks": {
    alarms: ["WebhookFailing"],
    hit: ({ happen }, at) => {
      for (const later of META_TRIES) {
        happen.webhookThrottled(at + later);
        happen.webhookFailed(at + later);
      }
      return true;
    },
  },
  "the table takes no more writes of webhooks, with Twilio": {
    alarms: ["WebhookFailing"],
    hit: ({ happen }, at) => {
      happen.writesThrottled(at, 4);
      happen.webhookFailed(at, 4);
      return true;
    },
  },
  "the table takes no more writes": {
    alarms: ["RepliesWaiting"],
    hit: (scene, at) => {
      taken(scene, at);
      retried(at, (minute) => {
        scene.happen.writesThrottled(minute, 2);
        scene.happen.oldestWaits(minute, (minute - at) * 60);
      });
      return true;
    },
  },
  "the budget of billed messages is spent": {
    alarms: ["BilledTooMuch"],
    hit: (scene, at) => {
      taken(scene, at);
      scene.happen.priced.billed(at, 200);
      return true;
    },
  },
  "staff cannot answer": {
    alarms: ["StaffFailing"],
    meanwhile: (happen, since, at) => {
      if (since % 15 === 0) happen.operatorFailed(at);
    },
  },
  "the inbox does not load": {
    alarms: ["StaffFailing"],
    meanwhile: (happen, since, at) => {
      if (since % 15 === 0) happen.inboxFailed(at);
    },
  },
  "the daily check cannot run": {
    alarms: ["DailyCheckFailing"],
    // Lambda's two further attempts follow after one minute and two.
    meanwhile: (happen, since, at) => {
      if ([0, 1, 3].includes(since)) happen.dailyCheckFailed(at);
    },
  },
  "wake-ups are given up": {
    alarms: ["TurnsGivenUp"],
    meanwhile: ({ deadLetters }, since, at) => deadLetters.turns(at, 1 + Math.floor(since / 20)),
  },
  "statuses are given up": {
    alarms: ["DeliveriesGivenUp"],
    meanwhile: ({ deadLetters }, since, at) => deadLetters.deliveries(at, 1 + Math.floor(since / 20)),
  },
  "leads are given up": {
    alarms: ["LeadsGivenUp"],
    meanwhile: ({ deadLetters }, since, at) => deadLetters.leads(at, 1 + Math.floor(since / 20)),
  },
};
