import { type Finding, ok, problem, skipped } from "../../lib/domain/health/finding.ts";
import { MAIL_TOPICS, type MailTopic, mailAddress, mailFinding } from "../../lib/health/mail-findings.ts";
import { type Cloud, type QueueName, topicArn } from "../cloud/cloud.ts";
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

async function subscriberFindings(cloud: Cloud, topic: MailTopic): Promise<Finding[]> {
  const about = { address: mailAddress(cloud.settings, topic), topicArn: topicArn(cloud.outputs, topic) };
  return [mailFinding(topic, await cloud.subscribers(topic), about)];
}

export async function checkOperations(io: Pick<Io, "sleep">, cloud: Cloud): Promise<Finding[]> {
  const found = await Promise.all([
    ...QUEUES.map((name) => runCheck(io, `queue.${name}`, () => queueFindings(cloud, name))),
    runCheck(io, "queue.oldest", () => ageFindings(cloud)),
    ...(cloud.local
      ? [[skipped("alarms", "The local stack has none.")]]
      : [
          runCheck(io, "alarms", () => alarmFindings(cloud)),
          ...MAIL_TOPICS.map((topic) =>
            runCheck(io, `${topic}.subscribers`, () => subscriberFindings(cloud, topic)),
          ),
        ]),
  ]);
  return found.flat();
}
