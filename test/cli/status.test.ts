import { expect, it } from "@jest/globals";
import { outputTo } from "../../cli/output.ts";
import { NO_ACTIVITY } from "../../cli/status/figures.ts";
import { showStatus } from "../../cli/status/show-status.ts";
import type { Status } from "../../cli/status/status.ts";

const NOON = Date.UTC(2026, 10, 29, 12);

const aStatus = (change: Partial<Status> = {}): Status => ({
  stage: "dev",
  at: NOON,
  numbers: [{ name: "support", provider: "meta", off: false, lastHour: { ...NO_ACTIVITY, inbound: 3 } }],
  queues: [],
  alarms: [],
  handoffs: 0,
  settings: "same",
  well: true,
  troubles: [],
  unknown: [],
  ...change,
});

function shown(status: Status): string {
  let text = "";
  showStatus(
    status,
    outputTo({
      out: (more) => {
        text += more;
      },
      err: () => {},
      colour: false,
    }),
    100,
  );
  return text;
}

/** By column name: a figure in the wrong column shows. */
function row(text: string, first: string): Record<string, string> {
  const lines = text.split("\n").map((line) => line.split(/ {2,}/));
  const names = lines.find(([name]) => name === first) ?? [];
  const values = lines[lines.indexOf(names) + 1] ?? [];
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? ""]));
}

it("each figure of the last hour stands under its own name", () => {
  const lastHour = {
    ...{ inbound: 9, answered: 8, failed: 7, deferred: 6, blocked: 5, agentErrors: 4, sendRefused: 3 },
    ...{ delayMedian: 2_000, delayP99: 4_500, agentMedian: 1_000 },
  };
  const text = shown(aStatus({ numbers: [{ name: "support", provider: "meta", off: false, lastHour }] }));
  expect(row(text, "LAST HOUR")).toEqual({
    "LAST HOUR": "support",
    BOT: "on",
    MESSAGES: "9",
    ANSWERED: "8",
    FAILED: "7",
    DEFERRED: "6",
    BLOCKED: "5",
    "WAIT p50/p99": "2.0 s / 4.5 s",
    "AGENT p50": "1.0 s",
    "AGENT ERRORS": "4",
    REFUSED: "3",
  });
});

it("a queue shows what waits, what is in progress, and what was given up", () => {
  const queue = { waiting: 2, delayed: 1, inFlight: 4 };
  const text = shown(aStatus({ queues: [{ name: "turns", queue, oldestSeconds: 90, deadLetters: 5 }] }));
  expect(row(text, "QUEUE")).toEqual({
    QUEUE: "turns",
    WAITING: "3",
    "IN PROGRESS": "4",
    OLDEST: "1 min",
    "DEAD LETTERS": "5",
  });
});

it("what is wrong stands at the top, since when, and what to do", () => {
  const trouble = {
    ...{ kind: "number-stopped", level: "problem" as const, number: "support", since: NOON - 600_000 },
    ...{ what: "support sends nothing.", fix: "npm run wa -- secrets set meta.accessToken" },
  };
  const text = shown(aStatus({ well: false, troubles: [trouble] }));
  expect(text).toContain("something needs attention");
  expect(text).toMatch(/✗ number-stopped \(support\) +support sends nothing\. Since .*for 10 min\./);
  expect(text).toContain("→ npm run wa -- secrets set meta.accessToken");
  expect(text.indexOf("number-stopped")).toBeLessThan(text.indexOf("LAST HOUR"));
});

it("a warning alone never reads as if all were well, and neither does what is not known", () => {
  const trouble = { kind: "number-off", level: "warning" as const, what: "It is off.", fix: "Switch it on." };
  expect(shown(aStatus({ troubles: [trouble] }))).not.toContain("customers are answered");
  const unknown = [{ what: "crashes", why: "No permission." }];
  expect(shown(aStatus({ unknown }))).not.toContain("customers are answered");
});

it("customers who wait for a person are named, also before that is a trouble", () => {
  const untaken = { customers: 2, atLeast: false, oldestSince: NOON - 120_000 };
  const text = shown(aStatus({ untaken }));
  expect(text).toContain("customers are answered; 2 for a person, not taken yet");
  expect(text).toContain("2 customer(s) wait for a person, and nobody has come; the longest for 2 min.");
});

it("each number with business hours says whether people are there", () => {
  const opensAt = new Date(2026, 10, 30, 9).getTime();
  const numbers = [{ open: true }, { open: false, opensAt }, { open: false }].map((hours, at) => ({
    ...{ name: `n${at}`, provider: "meta" },
    hours: { timeZone: "Europe/Berlin", ...hours },
  }));
  const text = shown(aStatus({ numbers }));
  expect(text).toContain("n0: within business hours.\n");
  expect(text).toContain("n1: outside business hours until 2026-11-30 09:00.\n");
  expect(text).toContain("n2: outside business hours, and no opening is known.\n");
});
