import * as z from "zod/mini";
import { NewerVersionError } from "../../application/ports/newer-version-error.ts";
import type { ReportedStatus, TurnCommand } from "../../application/ports/ports.ts";
import { type ConversationId, conversationId, numberName, turnId } from "../../domain/ids.ts";
import { DELIVERY_ORDER, type Notice, PROVIDERS } from "../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { formatReference, parseReference } from "../../domain/turn/reference.ts";
import { type Json, record } from "../http/json.ts";

/**
 * The latest version that is read here. Each message has the lowest version that can read it. Unknown fields
 * are ignored. docs/upgrades.md
 */
const VERSION = 1;

const command = z.discriminatedUnion("kind", [
  z.object({
    v: z.literal(VERSION),
    kind: z.literal("wake"),
    conversation: z.string(),
    number: z.string(),
    notBefore: z.optional(z.number()),
    quietUntil: z.optional(z.number()),
  }),
  z.object({
    v: z.literal(VERSION),
    kind: z.literal("part-failed"),
    reference: z.string(),
    code: z.string(),
  }),
  z.object({ v: z.literal(VERSION), kind: z.literal("lead"), conversation: z.string(), number: z.string() }),
  z.object({
    v: z.literal(VERSION),
    kind: z.literal("follow-up"),
    conversation: z.string(),
    number: z.string(),
    turn: z.string(),
    step: z.number(),
  }),
]);

const KINDS: ReadonlySet<unknown> = new Set<TurnCommand["kind"]>([
  "wake",
  "part-failed",
  "lead",
  "follow-up",
]);

const status = z.object({
  v: z.literal(VERSION),
  provider: z.enum(PROVIDERS),
  state: z.enum([...DELIVERY_ORDER, "failed"]),
  reference: z.string(),
  at: z.optional(z.number()),
  code: z.optional(z.string()),
  number: z.optional(z.string()),
  pricing: z.optional(z.object({ category: z.string(), billable: z.boolean() })),
});

/** Raised: a version that knows no notices waits for one that does. */
const NOTICES_VERSION = 2;

const notices = z.object({
  v: z.literal(NOTICES_VERSION),
  kind: z.literal("notices"),
  notices: z.array(
    z.object({
      provider: z.enum(PROVIDERS),
      account: z.string(),
      topic: z.string(),
      event: z.optional(z.string()),
      facts: z.record(z.string(), z.string()),
      at: z.optional(z.number()),
    }),
  ),
});

const lead = z.object({ v: z.literal(VERSION), conversation: z.string(), revision: z.number() });

/** No version can read the message: it ends in the dead-letter queue. */
export class UnreadableMessageError extends Error {
  constructor() {
    super("a queue message cannot be read");
    this.name = "UnreadableMessageError";
  }
}

/** A later version may have new kinds of messages, without a higher number. */
const isNewer = ({ v, kind }: Json, kinds: ReadonlySet<unknown> | undefined, known: number) =>
  typeof v === "number" &&
  (v > known || (kinds !== undefined && typeof kind === "string" && !kinds.has(kind)));

function read<Schema extends z.core.$ZodType>(
  schema: Schema,
  body: string,
  kinds?: ReadonlySet<unknown>,
  known = VERSION,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new UnreadableMessageError();
  }
  if (isNewer(record(value) ?? {}, kinds, known)) throw new NewerVersionError();
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new UnreadableMessageError();
  return parsed.data;
}

export function writeCommand(sent: TurnCommand): string {
  switch (sent.kind) {
    case "part-failed":
      return JSON.stringify({ v: VERSION, ...sent, reference: formatReference(sent.reference) });
    case "wake": {
      // Without the message's id: Meta's contain the phone number.
      const { kind, conversation, number, notBefore, quietUntil } = sent;
      return JSON.stringify({ v: VERSION, kind, conversation, number, notBefore, quietUntil });
    }
    case "lead":
    case "follow-up":
      return JSON.stringify({ v: VERSION, ...sent });
  }
}

/** Throws NewerVersionError, or UnreadableMessageError. */
export function readCommand(body: string): TurnCommand {
  const found = read(command, body, KINDS);
  if (found.kind === "part-failed") {
    const reference = parseReference(found.reference);
    if (!reference) throw new UnreadableMessageError();
    return { kind: "part-failed", reference, code: found.code };
  }
  const about = { conversation: conversationId(found.conversation), number: numberName(found.number) };
  switch (found.kind) {
    case "wake":
      return {
        kind: "wake",
        ...about,
        ...omitUndefined({ notBefore: found.notBefore, quietUntil: found.quietUntil }),
      };
    case "lead":
      return { kind: "lead", ...about };
    case "follow-up":
      return { kind: "follow-up", ...about, turn: turnId(found.turn), step: found.step };
  }
}

export const writeStatus = ({ reference, ...sent }: ReportedStatus) =>
  JSON.stringify({ v: VERSION, ...sent, reference: formatReference(reference) });

export const writeNotices = (sent: readonly Notice[]) =>
  JSON.stringify({ v: NOTICES_VERSION, kind: "notices", notices: sent });

/** What the deliveries queue carries. Throws NewerVersionError, or UnreadableMessageError. */
export function readReport(
  body: string,
): { kind: "status"; status: ReportedStatus } | { kind: "notices"; notices: readonly Notice[] } {
  // A status has no kind.
  if (!/^\{"v":\d+,"kind":/.test(body)) return { kind: "status", status: readStatus(body) };
  const { notices: found } = read(notices, body, new Set(["notices"]), NOTICES_VERSION);
  return {
    kind: "notices",
    notices: found.map(({ event, at, ...notice }) => ({ ...notice, ...omitUndefined({ event, at }) })),
  };
}

/** Throws NewerVersionError, or UnreadableMessageError. */
export function readStatus(body: string): ReportedStatus {
  const { v: _, reference: text, at, code, number, pricing, ...rest } = read(status, body);
  const reference = parseReference(text);
  if (!reference) throw new UnreadableMessageError();
  return {
    ...rest,
    reference,
    ...omitUndefined({ at, code, number: number === undefined ? undefined : numberName(number), pricing }),
  };
}

export const writeLead = ({ conversation, revision }: { conversation: ConversationId; revision: number }) =>
  JSON.stringify({ v: VERSION, conversation, revision });

/** Throws NewerVersionError, or UnreadableMessageError. */
export function readLead(body: string): { conversation: ConversationId; revision: number } {
  const { conversation, revision } = read(lead, body);
  return { conversation: conversationId(conversation), revision };
}
