import { rolloutText } from "../../lib/domain/rollout/rollout-report.ts";
import { statusFindings } from "../../lib/domain/status/status-findings.ts";
import { showFindings } from "../doctor/show-findings.ts";
import type { Output } from "../output.ts";
import { dayOf, duration, timeOf, timesAt } from "../times.ts";
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

function verdictOf({ troubles, unknown, untaken }: Status): ["red" | "yellow" | "green", string] {
  if (troubles.some(({ level }) => level === "problem")) return ["red", "something needs attention"];
  if (unknown.length > 0) return ["yellow", "some data is missing"];
  if (troubles.length > 0) return ["yellow", "something may need attention"];
  const { customers = 0, atLeast = false } = untaken ?? {};
  const waiting = customers > 0 ? `; ${atLeast ? "at least " : ""}${customers} for a person` : "";
  return ["green", `customers are answered${waiting && `${waiting}, not taken yet`}`];
}

/** Ordered from "are customers answered?" to "why not?". */
export function showStatus(status: Status, print: Output, width: number): void {
  const { numbers, queues, handoffs, unknown, late, untaken, at } = status;
  const [colour, verdict] = verdictOf(status);
  print.line(
    `${print.paint("bold", status.stage)}  ${dayOf(at)} ${timeOf(at)}  ${print.paint(colour, verdict)}\n`,
  );
  if (status.troubles.length > 0) {
    showFindings(statusFindings(status, timesAt(at)), print, width);
    print.line();
  }
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
  for (const { name, hours } of numbers) if (hours) print.line(`${name}: ${hoursText(hours)}.`);
  for (const { name, rollout } of numbers) if (rollout) print.line(`${name}: ${rolloutText(rollout)}.`);
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
  print.line(`\n${waitingLine("an answer that is late", late, at)}`);
  print.line(`${handoffs ?? UNKNOWN} customer(s) with, or waiting for, a person.`);
  print.line(waitingLine("a person, and nobody has come", untaken, at));
  if (status.secretChangedAt !== undefined)
    print.line(`Secret last changed ${duration((at - status.secretChangedAt) / 1_000)} ago.`);
  showUnknown(unknown, print);
}

function hoursText({ open, opensAt }: NonNullable<Status["numbers"][number]["hours"]>): string {
  if (open) return "within business hours";
  return opensAt === undefined
    ? "outside business hours, and no opening is known"
    : `outside business hours until ${dayOf(opensAt)} ${timeOf(opensAt)}`;
}

function waitingLine(what: string, waiting: Status["late"] | Status["untaken"], at: number): string {
  if (!waiting) return `${UNKNOWN} customer(s) wait for ${what}.`;
  const { customers, atLeast, oldestSince } = waiting;
  const longest =
    oldestSince === undefined ? "" : `; the longest for ${duration((at - oldestSince) / 1_000)}`;
  return `${atLeast ? "At least " : ""}${customers} customer(s) wait for ${what}${longest}.`;
}
