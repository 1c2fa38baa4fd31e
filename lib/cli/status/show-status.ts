import type { Output } from "../output.ts";
import { dayOf, duration, timeOf } from "../times.ts";
import type { Figures } from "./figures.ts";
import type { Status } from "./status.ts";

const seconds = (milliseconds: number | undefined) => (milliseconds === undefined ? "-" : `${(milliseconds / 1_000).toFixed(1)} s`);

function numberRow(name: string, off: boolean, figures: Figures | undefined, print: Output): string[] {
  const bad = (count: number) => (count > 0 ? print.paint("red", String(count)) : "0");
  const bot = off ? print.paint("red", "off") : print.paint("green", "on");
  if (!figures) return [name, bot, "0", "0", "0", "0", "0", "-", "-", "0", "0"];
  return [
    name,
    bot,
    String(figures.inbound),
    String(figures.answered),
    bad(figures.failed),
    String(figures.held),
    String(figures.silenced),
    `${seconds(figures.delayMedian)} / ${seconds(figures.delayP99)}`,
    seconds(figures.agentMedian),
    bad(figures.agentErrors),
    bad(figures.sendRefused),
  ];
}

/** From top (are customers answered?) to bottom (why not?). */
export function showStatus(status: Status, print: Output): void {
  const { numbers, queues, alarms, handoffs } = status;
  const dead = queues.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  const failed = numbers.reduce((sum, { lastHour }) => sum + (lastHour?.failed ?? 0), 0);
  const verdict =
    numbers.some(({ held }) => held) || alarms.length > 0 || dead > 0 || failed > 0
      ? print.paint("red", "something needs a look")
      : print.paint("green", "customers are answered");
  print.line(`${print.paint("bold", status.stage)}  ${dayOf(status.at)} ${timeOf(status.at)}  ${verdict}\n`);
  print.table([
    ["LAST HOUR", "BOT", "IN", "ANSWERED", "FAILED", "HELD", "SILENT", "WAIT p50 / p99", "AGENT", "ITS ERRORS", "REFUSED"],
    ...numbers.map(({ name, off, lastHour }) => numberRow(name, off, lastHour, print)),
  ]);
  for (const { name, held } of numbers)
    if (held)
      print.line(
        `${print.paint("red", "HELD")} ${name}: the provider refuses it (${held.code}) since ${dayOf(held.since)} ${timeOf(held.since)}; tried again at ${timeOf(held.until)}. Mended? npm run wa -- resume-number ${name}`,
      );
  print.line();
  print.table([
    ["QUEUE", "WAITING", "AT WORK", "OLDEST", "GIVEN UP"],
    ...queues.map(({ name, queue, deadLetters }) => [
      name,
      String(queue.waiting + queue.delayed),
      String(queue.inFlight),
      queue.oldestSeconds === undefined ? "-" : duration(queue.oldestSeconds),
      deadLetters > 0 ? print.paint("red", String(deadLetters)) : "0",
    ]),
  ]);
  print.line(`\n${handoffs} customer(s) with, or waiting for, a person.`);
  if (status.secretChangedAt !== undefined)
    print.line(`Secret last changed ${duration((status.at - status.secretChangedAt) / 1_000)} ago.`);
  for (const { name, since, description } of alarms)
    print.line(`${print.paint("red", "ALARM")} ${name}, for ${duration((status.at - since) / 1_000)}: ${description}`);
  if (dead > 0) print.line("Given up: npm run wa -- redrive QUEUE shows what, docs/runbook.md#redrive says how to mend it.");
}
