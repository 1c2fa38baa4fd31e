import { settingsDiffer } from "../cloud/deployed-settings.ts";
import type { Output } from "../output.ts";
import { dayOf, duration, timeOf } from "../times.ts";
import type { Figures } from "./figures.ts";
import type { Status } from "./status.ts";

const seconds = (milliseconds: number | undefined) =>
  milliseconds === undefined ? "-" : `${(milliseconds / 1_000).toFixed(1)} s`;

const UNKNOWN = "?";

function numberRow(
  name: string,
  off: boolean | undefined,
  figures: Figures | undefined,
  print: Output,
): string[] {
  const bad = (count: number) => (count > 0 ? print.paint("red", String(count)) : "0");
  const bot = off === undefined ? UNKNOWN : off ? print.paint("red", "off") : print.paint("green", "on");
  if (!figures) return [name, bot, ...Array<string>(9).fill(UNKNOWN)];
  return [
    name,
    bot,
    String(figures.inbound),
    String(figures.answered),
    bad(figures.failed),
    String(figures.deferred),
    String(figures.blocked),
    `${seconds(figures.delayMedian)} / ${seconds(figures.delayP99)}`,
    seconds(figures.agentMedian),
    bad(figures.agentErrors),
    bad(figures.sendRefused),
  ];
}

/** Prints each reason once, with everything that it hides. */
function showUnknown(unknown: Status["unknown"], print: Output): void {
  for (const why of new Set(unknown.map((each) => each.why))) {
    const what = unknown.filter((each) => each.why === why).map((each) => each.what);
    print.line(`${print.paint("yellow", "NOT KNOWN")} ${what.join(", ")}: ${why}`);
  }
}

/** Ordered from "are customers answered?" to "why not?". */
export function showStatus(status: Status, print: Output): void {
  const { numbers, queues, alarms, handoffs, unknown } = status;
  const dead = queues.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  const failed = numbers.reduce((sum, { lastHour }) => sum + (lastHour?.failed ?? 0), 0);
  const verdict =
    numbers.some(({ suspended }) => suspended) ||
    alarms.length > 0 ||
    dead > 0 ||
    failed > 0 ||
    status.deploy ||
    status.settings === "other"
      ? print.paint("red", "something needs attention")
      : unknown.length > 0
        ? print.paint("yellow", "some data is missing")
        : print.paint("green", "customers are answered");
  print.line(`${print.paint("bold", status.stage)}  ${dayOf(status.at)} ${timeOf(status.at)}  ${verdict}\n`);
  print.table([
    [
      "LAST HOUR",
      "BOT",
      "MESSAGES",
      "ANSWERED",
      "FAILED",
      "DEFERRED",
      "BLOCKED",
      "WAIT p50/p99",
      "AGENT p50",
      "AGENT ERRORS",
      "REFUSED",
    ],
    ...numbers.map(({ name, off, lastHour }) => numberRow(name, off, lastHour, print)),
  ]);
  for (const { name, suspended } of numbers)
    if (suspended) {
      const { code, since, until } = suspended;
      print.line(
        `${print.paint("red", "STOPPED")} ${name} sends nothing: the provider has refused it since ${dayOf(since)} ${timeOf(since)} (${code}). Next try at ${timeOf(until)}. Fixed? npm run wa -- resume-number ${name}`,
      );
    }
  print.line();
  print.table([
    ["QUEUE", "WAITING", "IN PROGRESS", "OLDEST", "DEAD LETTERS"],
    ...queues.map(({ name, queue, oldestSeconds, deadLetters }) => [
      name,
      String(queue.waiting + queue.delayed),
      String(queue.inFlight),
      oldestSeconds === undefined ? "-" : duration(oldestSeconds),
      deadLetters > 0 ? print.paint("red", String(deadLetters)) : "0",
    ]),
  ]);
  print.line(`\n${handoffs ?? UNKNOWN} customer(s) with, or waiting for, a person.`);
  if (status.secretChangedAt !== undefined)
    print.line(`Secret last changed ${duration((status.at - status.secretChangedAt) / 1_000)} ago.`);
  for (const { name, since, description } of alarms)
    print.line(
      `${print.paint("red", "ALARM")} ${name}, for ${duration((status.at - since) / 1_000)}: ${description}`,
    );
  showUnknown(unknown, print);
  if (status.deploy) print.line(`${print.paint("red", "DEPLOY")} ${status.deploy.what}`);
  if (status.settings === "other") {
    const { what, fix } = settingsDiffer(status.stage);
    print.line(`${print.paint("red", "SETTINGS")} ${what} ${fix}`);
  }
  if (dead > 0)
    print.line(
      "Dead letters: npm run wa -- redrive QUEUE lists them, docs/runbook.md#redrive says how to fix the cause.",
    );
}
