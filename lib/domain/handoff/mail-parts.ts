import { wallTimeAt } from "../hours/wall-clock.ts";
import type { Customer } from "../inbound/inbound.ts";
import { singleLine } from "../single-line.ts";
import { HOUR_MS, MINUTE_MS } from "../time.ts";

/** "2026-11-24 18:05 UTC" */
export const formatTime = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/** "2026-11-30 09:00, Europe/Berlin" */
export const formatLocalTime = (at: number, timeZone: string) =>
  `${new Date(wallTimeAt(timeZone, at)).toISOString().slice(0, 16).replace("T", " ")}, ${timeZone}`;

export type Fact = readonly [label: string, value: string | undefined];

export const factLines = (facts: readonly Fact[]): string[] =>
  facts.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : []));

const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? "" : "s"}`;

/** "30 minutes", "2 hours" */
export const durationOf = (ms: number): string =>
  ms < 2 * HOUR_MS
    ? plural(Math.max(1, Math.round(ms / MINUTE_MS)), "minute")
    : plural(Math.floor(ms / HOUR_MS), "hour");

const nameOf = (customer: Customer | undefined) => customer?.profileName ?? customer?.username;

/** ": Dana", for a subject. */
export const nameInSubject = (customer: Customer | undefined): string => {
  const name = nameOf(customer);
  return name ? `: ${singleLine(name, 40)}` : "";
};

export function customerFacts(customer: Customer | undefined): Fact[] {
  const name = nameOf(customer);
  return [
    ["Customer", name && singleLine(name)],
    ["Phone", customer?.phone && `+${customer.phone}`],
    ["User name", customer?.username && `@${customer.username}`],
  ];
}

export const answerUntil = (windowClosesAt: number | undefined): Fact => [
  "Answer until",
  windowClosesAt === undefined
    ? undefined
    : `${formatTime(windowClosesAt)}; after that only a template can be sent`,
];

/** `chat`: the link that the mail shows already. `stage`: absent on the local stack. */
export function howToAnswer({
  conversation,
  stage,
  inbox,
  chat,
}: {
  conversation: string;
  stage: string | undefined;
  inbox: string | undefined;
  chat: string | undefined;
}): string[] {
  const at = stage === undefined ? "" : ` --stage ${stage}`;
  const command = `  npm run wa -- reply ${conversation} "…"${at}`;
  if (inbox === undefined)
    return [
      "Answer in the WhatsApp Business app if the number is used there, or with",
      command,
      "and hand back with",
      `  npm run wa -- resume ${conversation}${at}`,
    ];
  const where = inbox === chat ? "by that link" : `in the inbox, ${inbox}`;
  return [`Answer and hand back ${where}. Without the inbox:`, command];
}
