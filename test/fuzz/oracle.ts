import type { ReportedStatus, TurnCommand } from "../../lib/application/ports/ports.ts";
import { MAX_BODY_BYTES } from "../../lib/config/derived/limits.ts";
import { formatReference } from "../../lib/domain/turn/reference.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/webhook/form.ts";
import type { FakeTelemetry } from "../support/fakes.ts";
import type { MemoryMessage, MemoryTable } from "../support/memory/memory-table.ts";
import type { Canary, FuzzCase } from "./fuzz-case.ts";

export type Observed = {
  /** Or what was thrown. */
  status: number | string | undefined;
  table: MemoryTable;
  woken: readonly TurnCommand[];
  reported: readonly ReportedStatus[];
  telemetry: FakeTelemetry;
};

/** DynamoDB refuses items over 400 KB: such a message would be delivered again for a week. */
const MOST_STORED = 350_000;

/** Ours: telemetry may hold them, also when a body happens to hold them. */
const WORDS = new Set([
  ...[
    "meta",
    "twilio",
    "not-our-number",
    "foreign-status",
    "not-json",
    "not-a-form",
    "unknown-object",
    "other-field",
    "standby",
  ],
  ...["own-echo", "unknown-status", "account-error", "malformed-item", "callback-not-status"],
  // The number's name in the settings.
  "support",
]);

/** The provider's code for a message that it did not pass on. */
const CODE = /^(?:\d{1,6}|none)$/;

function isReadable({ provider, raw }: FuzzCase): boolean {
  if (provider === "twilio") return parseTwilioForm(raw) !== undefined;
  try {
    JSON.parse(raw.toString("utf8"));
    return true;
  } catch {
    return false;
  }
}

const count = <Item>(items: readonly Item[], matches: (item: Item) => boolean) =>
  items.filter(matches).length;

/** What a message needs to be stored, answered and found again. */
function unfit(message: MemoryMessage): string | undefined {
  const { id, customer, content, quoted = "", sentAt } = message;
  if (Buffer.byteLength(JSON.stringify([id, customer, content, quoted])) > MOST_STORED)
    return "is larger than the table takes";
  if (id === "" || id.length > 512) return "has an invalid id";
  if (!id.isWellFormed()) return "has an id that the table would change";
  if (!(customer.userId || customer.phone)) return "is of nobody";
  if (customer.phone !== undefined && !/^\d{1,30}$/.test(customer.phone)) return "has an invalid phone";
  if (!Number.isSafeInteger(sentAt) || sentAt < 0) return "has an invalid time";
  return undefined;
}

function changedCanary(canary: Canary, message: MemoryMessage | undefined, { provider }: FuzzCase): string[] {
  if (!message) return [];
  const { customer, content } = message;
  if (customer.phone !== canary.phone || customer.userId !== canary.userId)
    return ["a canary is somebody else"];
  if (provider === "meta" && (content.kind !== "text" || content.text !== canary.text))
    return ["a canary says something else"];
  return [];
}

/** Ended as it is recorded, but with consequences. */
const actedUpon = ({ content }: MemoryMessage) =>
  content.kind === "echo" || (content.kind === "opt-out" && content.word !== "help");

/** The webhook's promises that one body broke. */
export function findings(
  fuzzCase: FuzzCase,
  { status, table, woken, reported, telemetry }: Observed,
): string[] {
  const found: string[] = [];
  const expected = fuzzCase.raw.length > MAX_BODY_BYTES ? 413 : isReadable(fuzzCase) ? 200 : 400;
  if (status !== expected) found.push(`answered ${status} instead of ${expected}`);

  const messages = [...table.messages.values()];
  for (const canary of fuzzCase.canaries) {
    const recorded = messages.filter(({ id }) => id === canary.id);
    if (recorded.length !== 1) found.push(`a canary was recorded ${recorded.length} times`);
    const queued = count(woken, (command) => command.kind === "wake" && command.message === canary.id);
    if (queued !== 1) found.push(`a canary was queued ${queued} times`);
    found.push(...changedCanary(canary, recorded[0], fuzzCase));
  }
  for (const reference of fuzzCase.references) {
    const handedOn = count(reported, (report) => formatReference(report.reference) === reference);
    if (handedOn !== 1) found.push(`a well-formed status was handed on ${handedOn} times`);
  }
  // A choice that a customer made in WhatsApp itself has no message.
  const wakings = woken.flatMap((command) =>
    command.kind === "wake" && command.message ? [`${command.conversation} ${command.message}`] : [],
  );
  const wakes = new Set(wakings);
  if (wakes.size !== wakings.length) found.push("something was queued twice");
  for (const [key, message] of table.messages) {
    const fault = unfit(message);
    if (fault) found.push(`a recorded message ${fault}`);
    if (wakes.has(key) === Boolean(message.outcome) && !actedUpon(message))
      found.push(
        `a message that is ${message.outcome ? "ended" : "waiting"} was${message.outcome ? "" : " not"} queued`,
      );
  }
  return [...found, ...leaks(fuzzCase, telemetry)];
}

/** Facts are numbers and words of ours; what also stands in the body came from there. */
function leaks({ raw, canaries }: FuzzCase, { lines, counts }: FakeTelemetry): string[] {
  const facts = [
    ...lines.flatMap(({ facts }) => Object.values(facts)),
    ...counts.flatMap(({ by }) => Object.values(by)),
  ];
  const foreign = new Set(
    facts.filter((fact) => typeof fact === "string" && !WORDS.has(fact) && !CODE.test(fact)),
  );
  const personal = canaries.flatMap(({ text, phone, id, userId }) => [
    text,
    phone,
    id,
    ...(userId ? [userId] : []),
  ]);
  return [...foreign].flatMap((fact) =>
    typeof fact === "string" && (personal.some((secret) => fact.includes(secret)) || raw.includes(fact))
      ? ["telemetry holds a field of the body"]
      : [],
  );
}
