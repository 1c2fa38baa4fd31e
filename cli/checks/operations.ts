import { type Finding, ok, problem, skipped } from "../../lib/domain/health/finding.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { statusFindings } from "../../lib/domain/status/status-findings.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { checkSilence } from "../../lib/health/check-silence.ts";
import { MAIL_TOPICS, type MailTopic, mailAddress, mailFinding } from "../../lib/health/mail-findings.ts";
import { type Cloud, type QueueName, topicArn } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import { crashTroubles, deadLetterTroubles, waitingTroubles } from "../status/cloud-troubles.ts";
import type { Trouble } from "../status/trouble.ts";
import { dayAndTime } from "../times.ts";
import { runCheck } from "./run-check.ts";

const QUEUES: readonly QueueName[] = ["turns", "deliveries", "leads"];

async function queueFindings(cloud: Cloud, name: QueueName): Promise<Finding[]> {
  const state = await cloud.queue(name);
  if (!state) return [];
  const { queue, deadLetters } = state;
  const dead = deadLetters.waiting + deadLetters.inFlight;
  if (dead > 0) return findingsOf(deadLetterTroubles(name, dead));
  return [
    ok(
      `queue.${name}`,
      `The dead-letter queue is empty; ${queue.waiting + queue.delayed} waiting, ${queue.inFlight} being worked on.`,
    ),
  ];
}

const findingsOf = (troubles: readonly Trouble[]): Finding[] =>
  troubles.length === 0 ? [] : statusFindings({ troubles }, { since: dayAndTime, at: dayAndTime });

async function ageFindings(cloud: Cloud): Promise<Finding[]> {
  const found = await Promise.all(
    QUEUES.map(async (name) => waitingTroubles(name, await cloud.oldestSeconds(name))),
  );
  return findingsOf(found.flat());
}

async function crashFindings(cloud: Cloud, now: number): Promise<Finding[]> {
  const crashes = await cloud.crashes(now - HOUR_MS, now);
  if (crashes.length > 0) return findingsOf(crashTroubles(crashes));
  return [ok("function-dies", "No function was cut off in the last hour.")];
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

export function silenceFindings(cloud: Pick<Cloud, "metric" | "settings">, now: number): Promise<Finding[]> {
  const numbers = cloud.settings.numbers.map(({ name }) => numberName(name));
  const series = numbers.map((number) => ({ service: "webhook", number }));
  return checkSilence(
    numbers,
    async (since, until) => {
      const about = { name: "InboundMessages", stat: "Sum", by: ["number"], since, until, series };
      const values = await cloud.metric(about);
      return new Map(values.map(({ by, value }) => [by.number ?? "", value]));
    },
    now,
  );
}

async function subscriberFindings(cloud: Cloud, topic: MailTopic): Promise<Finding[]> {
  const about = { address: mailAddress(cloud.settings, topic), topicArn: topicArn(cloud.outputs, topic) };
  return [mailFinding(topic, await cloud.subscribers(topic), about)];
}

export async function checkOperations(io: Pick<Io, "sleep" | "clock">, cloud: Cloud): Promise<Finding[]> {
  const now = io.clock.now() + (cloud.aheadMs ?? 0);
  const found = await Promise.all([
    ...QUEUES.map((name) => runCheck(io, `queue.${name}`, () => queueFindings(cloud, name))),
    runCheck(io, "queue.oldest", () => ageFindings(cloud)),
    runCheck(io, "function-dies", () => crashFindings(cloud, now)),
    ...(cloud.local
      ? [[skipped("alarms", "The local stack has none.")]]
      : [
          runCheck(io, "alarms", () => alarmFindings(cloud)),
          runCheck(io, "number-silent", () => silenceFindings(cloud, now)),
          ...MAIL_TOPICS.map((topic) =>
            runCheck(io, `${topic}.subscribers`, () => subscriberFindings(cloud, topic)),
          ),
        ]),
  ]);
  return found.flat();
}
