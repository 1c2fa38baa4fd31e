import { REFUSED_WEBHOOKS } from "../../lib/config/derived/refused-webhooks.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import type { Crashes, QueueName } from "../cloud/cloud.ts";
import { duration } from "../times.ts";
import type { Trouble } from "./trouble.ts";

/** The agent's attempts and the queue's own delays take less. */
const MAX_WAIT_SECONDS = 3 * 60;
/** Requests to AWS are refused from 5 minutes on. */
const MAX_SKEW_MS = 2 * MINUTE_MS;

/** For each queue: the runbook's section about work that is not done. */
const SECTIONS: Readonly<Record<QueueName, string>> = {
  turns: "docs/runbook.md#replieswaiting",
  deliveries: "docs/runbook.md#deliveriesgivenup",
  leads: "docs/runbook.md#leadsgivenup",
};

export const deadLetterTroubles = (name: QueueName, count: number): Trouble[] =>
  count === 0
    ? []
    : [
        {
          kind: `queue.${name}`,
          level: "problem",
          count,
          what: `${count} message(s) are in the dead-letter queue of ${name}.`,
          fix: `See docs/runbook.md#redrive, then \`npm run wa -- redrive ${name}\`.`,
        },
      ];

export const waitingTroubles = (name: QueueName, oldestSeconds: number | undefined): Trouble[] =>
  oldestSeconds === undefined || oldestSeconds <= MAX_WAIT_SECONDS
    ? []
    : [
        {
          kind: "queue.oldest",
          level: name === "turns" ? "problem" : "warning",
          what: `A message of the queue ${name} has waited ${duration(oldestSeconds)}.`,
          fix: `Does a stopped number or a failing agent keep it waiting? Else the queue is not worked on: ${SECTIONS[name]}`,
        },
      ];

export const crashTroubles = (crashes: readonly Crashes[]): Trouble[] =>
  crashes.map(({ function: name, count }) => ({
    kind: "function-dies",
    level: "problem",
    count,
    what: `The function ${name} was cut off or failed ${count} time(s) in the last hour: time-out, memory, or a crash.`,
    fix: "npm run wa -- tail CONTACT shows each; docs/runbook.md#workerfailing",
  }));

export type WebhookFigures = { failed: number; refused: number; secretUnusable: number };

export function webhookTroubles({ failed, refused, secretUnusable }: WebhookFigures): Trouble[] {
  const of = (
    count: number,
    kind: string,
    what: string,
    fix: string,
    { atLeast = 1, level = "problem" }: { atLeast?: number; level?: Trouble["level"] } = {},
  ): Trouble[] => (count >= atLeast ? [{ kind, level, count, what, fix }] : []);
  return [
    ...of(
      secretUnusable,
      "secret-unusable",
      "Functions could not read the secret, or it lacks something, in the last hour: then nothing is received or sent.",
      "npm run wa -- doctor says what is missing; docs/runbook.md#secretunusable",
    ),
    ...of(
      failed,
      "webhooks-failing",
      `${failed} webhook(s) could not be recorded in the last hour. Meta delivers them again; Twilio gives up within seconds.`,
      "docs/runbook.md#webhookfailing",
    ),
    ...of(
      refused,
      "webhooks-refused",
      `${refused} signed webhooks were refused in the last 24 hours. If they came from your provider, its secret differs from yours.`,
      "npm run wa -- doctor checks the signatures; docs/runbook.md#webhookrefusing",
      { atLeast: REFUSED_WEBHOOKS.atLeast, level: "warning" },
    ),
  ];
}

/** `apiAt`: the API's time. */
export function clockTroubles(apiAt: number | undefined, now: number): Trouble[] {
  const ahead = apiAt === undefined ? 0 : apiAt - now;
  if (Math.abs(ahead) <= MAX_SKEW_MS) return [];
  const by = duration(Math.abs(ahead) / SECOND_MS);
  return [
    {
      kind: "clock",
      level: "warning",
      what: `The API's clock is ${by} ${ahead > 0 ? "ahead of" : "behind"} this machine's.`,
      fix: "Set this machine's clock.",
    },
  ];
}
