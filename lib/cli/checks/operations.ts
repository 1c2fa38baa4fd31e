import type { Cloud, QueueName } from "../cloud/cloud.ts";
import { type Finding, ok, problem, skipped, warning } from "./finding.ts";

const QUEUES: readonly QueueName[] = ["turns", "deliveries", "leads"];
/** Seconds that a wake-up may wait before somebody should look. */
const LATE = 15 * 60;

async function queueFindings(cloud: Cloud): Promise<Finding[]> {
  const found = await Promise.all(QUEUES.map(async (name) => ({ name, state: await cloud.queue(name) })));
  return found.flatMap(({ name, state }) => {
    if (!state) return [];
    const { queue, deadLetters } = state;
    const dead = deadLetters.waiting + deadLetters.inFlight;
    const findings: Finding[] = [
      dead > 0
        ? problem(
            `queue.${name}`,
            `${dead} message(s) were given up.`,
            `See docs/runbook.md#redrive, then \`npm run wa -- redrive ${name}\`.`,
          )
        : ok(`queue.${name}`, `Nothing was given up; ${queue.waiting + queue.delayed} waiting, ${queue.inFlight} being worked on.`),
    ];
    if (name === "turns" && (queue.oldestSeconds ?? 0) > LATE)
      findings.push(
        problem(
          "queue.oldest",
          `A message has waited ${Math.round((queue.oldestSeconds ?? 0) / 60)} minutes.`,
          "See docs/runbook.md#replieswaiting",
        ),
      );
    return findings;
  });
}

async function alarmFindings(cloud: Cloud): Promise<Finding[]> {
  if (cloud.local) return [skipped("alarms", "The local stack has none.")];
  const alarms = await cloud.alarms();
  const [ringing, people] = [alarms.filter(({ state }) => state === "alarm"), await cloud.subscribers()];
  const findings = ringing.map(({ name, description }) => problem("alarms", `${name}: ${description}`, "See docs/runbook.md."));
  if (alarms.length === 0) findings.push(problem("alarms", "The stage has no alarms.", "Deploy this version again."));
  if (ringing.length === 0 && alarms.length > 0) findings.push(ok("alarms", `${alarms.length} alarms, none of them ringing.`));
  if (people.some(({ confirmed }) => confirmed)) return [...findings, ok("alarms.subscribers", "Somebody is told of alarms.")];
  return [
    ...findings,
    people.length > 0
      ? problem(
          "alarms.subscribers",
          "Nobody has confirmed AWS's subscription mail: alarms reach nobody.",
          "Open the mail from AWS Notifications and confirm.",
        )
      : warning("alarms.subscribers", "Nobody is told of alarms.", 'Set "alerts": { "email": "…" } in the settings and deploy.'),
  ];
}

/** Whether it runs, and whether somebody would be told if it did not. */
export const checkOperations = async (cloud: Cloud): Promise<Finding[]> => [
  ...(await queueFindings(cloud)),
  ...(await alarmFindings(cloud)),
];
