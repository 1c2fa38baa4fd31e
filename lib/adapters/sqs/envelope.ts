import * as z from "zod/mini";
import type { TurnCommand } from "../../application/ports.ts";
import { conversationId, messageId, numberName } from "../../domain/ids.ts";
import { DELIVERY_ORDER, type DeliveryStatus } from "../../domain/inbound.ts";
import { formatReference, parseReference } from "../../domain/reference.ts";

/** Version of the queue messages. A worker reads every version up to its own; later ones stay in the queue for a later worker. */
const VERSION = 1;

const command = z.discriminatedUnion("kind", [
  z.object({ v: z.literal(VERSION), kind: z.literal("wake"), conversation: z.string(), number: z.string(), message: z.string() }),
  z.object({ v: z.literal(VERSION), kind: z.literal("part-failed"), reference: z.string(), code: z.string() }),
]);

const status = z.object({
  v: z.literal(VERSION),
  provider: z.enum(["meta", "twilio"]),
  businessNumber: z.string(),
  id: z.string(),
  state: z.enum([...DELIVERY_ORDER, "failed"]),
  reference: z.optional(z.string()),
  at: z.optional(z.number()),
  code: z.optional(z.string()),
  pricing: z.optional(z.object({ category: z.string(), billable: z.boolean() })),
});

/** A queue message that this version cannot read. It is left to be redelivered and, in the end, to the dead-letter queue. */
export class UnreadableMessage extends Error {
  constructor() {
    super("a queue message cannot be read by this version");
    this.name = "UnreadableMessage";
  }
}

function read<Schema extends z.core.$ZodType>(schema: Schema, body: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new UnreadableMessage();
  }
  const parsed = z.safeParse(schema, value);
  if (!parsed.success) throw new UnreadableMessage();
  return parsed.data;
}

export const writeCommand = (sent: TurnCommand) =>
  JSON.stringify({ v: VERSION, ...sent, ...(sent.kind === "part-failed" && { reference: formatReference(sent.reference) }) });

/** Throws UnreadableMessage. */
export function readCommand(body: string): TurnCommand {
  const found = read(command, body);
  if (found.kind === "wake")
    return {
      kind: "wake",
      conversation: conversationId(found.conversation),
      number: numberName(found.number),
      message: messageId(found.message),
    };
  const reference = parseReference(found.reference);
  if (!reference) throw new UnreadableMessage();
  return { kind: "part-failed", reference, code: found.code };
}

/** Only what the delivery function needs: no recipient. */
export const writeStatus = (sent: DeliveryStatus) => JSON.stringify({ v: VERSION, ...sent });

/** Throws UnreadableMessage. */
export function readStatus(body: string): DeliveryStatus {
  const { v: _, reference, at, code, pricing, ...rest } = read(status, body);
  return {
    ...rest,
    ...(reference !== undefined && { reference }),
    ...(at !== undefined && { at }),
    ...(code !== undefined && { code }),
    ...(pricing !== undefined && { pricing }),
  };
}
