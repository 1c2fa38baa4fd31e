import { type Finding, ok, problem, skipped, warning } from "../../lib/domain/health/finding.ts";
import type { Cloud, QueueName } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import { runCheck } from "./run-check.ts";

const QUEUES: readonly QueueName[] = ["turns", "deliveries", "leads"];
/** A wake-up that waits longer gives a warning. */
const MAX_WAIT_SECONDS = 15 * 60;

async function queueFindings(cloud: Cloud, name: QueueName): Promise<Finding[]> {
  const state = await cloud.queue(name);
  if (!state) return [];
  const { queue, deadLetters } = state;
  const dead = deadLetters.waiting + deadLetters.inFlight;
  return [
    dead > 0
      ? problem(
          `queue.${name}`,
          `${dead} message(s) are in the dead-letter queue.`,
          `See docs/runbook.md#redrive, then \`npm run wa -- redrive ${name}\`.`,
        )
      : ok(
          `queue.${name}`,
          `The dead-letter queue is empty; ${queue.waiting + queue.delayed} waiting, ${queue.inFlight} being worked on.`,
        ),
  ];
}

async function ageFindings(cloud: Cloud): Promise<Finding[]> {
  const oldestSeconds = (await cloud.oldestSeconds?.("turns")) ?? 0;
  if (oldestSeconds <= MAX_WAIT_SECONDS) return [];
  const evidence = `A message has waited ${Math.round(oldestSeconds / 60)} minutes.`;
  return [problem("queue.oldest", evidence, "See docs/runbook.md#replieswaiting")];
}

async function alarmFindings(cloud: Cloud): Promise<Finding[]> {
  const alarms = await cloud.alarms();
  if (alarms.length === 0)
    return [problem("alarms", "The stage has no alarms.", "Deploy this version again.")];
  const ringing = alarms.filter(({ state }) => state === "alarm");
  if (ringing.length === 0) return [ok("alarms", `${alarms.length} alarms, none of them active.`)];
  return ringing.map(({ name, description }) =>
    problem("alarms", `${name}: ${description}`, "See docs/runbook.md."),
  );
}

async function subscriberFindings(cloud: Cloud): Promise<Finding[]> {
  const check = "alarms.subscribers";
  const people = await cloud.subscribers();
  if (people.some(({ confirmed }) => confirmed)) return [ok(check, "Alarms reach a person.")];
  if (people.length === 0)
    return [
      warning(check, "Alarms reach nobody.", 'Set "alerts": { "email": "…" } in the settings and deploy.'),
    ];
  const evidence = "Alarms reach nobody, because AWS's subscription mail is not confirmed.";
  return [problem(check, evidence, "Open the mail from AWS Notifications and confirm.")];
}

export async function checkOperations(io: Pick<Io, "sleep">, cloud: Cloud): Promise<Finding[]> {
  const found = await Promise.all([
    ...QUEUES.map((name) => runCheck(io, `queue.${name}`, () => queueFindings(cloud, name))),
    runCheck(io, "queue.oldest", () => ageFindings(cloud)),
    ...(cloud.local
      ? [[skipped("alarms", "The local stack has none.")]]
      : [
          runCheck(io, "alarms", () => alarmFindings(cloud)),
          runCheck(io, "alarms.subscribers", () => subscriberFindings(cloud)),
        ]),
  ]);
  return found.flat();
}
