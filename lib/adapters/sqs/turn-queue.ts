import { randomUUID } from "node:crypto";
import type { TurnCommand, TurnQueue } from "../../application/ports.ts";
import { formatReference } from "../../domain/reference.ts";
import { deduplicationId, type Queue, sendAll } from "./batches.ts";
import { writeCommand } from "./envelope.ts";

const conversationOf = (command: TurnCommand) => (command.kind === "wake" ? command.conversation : command.reference.conversation);

/**
 * SQS FIFO, one message group a conversation: its turns run one after the other, and conversations never wait for each other.
 * The deduplication id comes from the message, so that a repeat within five minutes of one that is queued already is dropped by SQS itself.
 */
const idOf = (command: TurnCommand) =>
  command.kind === "wake"
    ? deduplicationId("wake", command.message ?? randomUUID())
    : deduplicationId("part-failed", formatReference(command.reference), command.code);

export const sqsTurnQueue = (queue: Queue): TurnQueue => ({
  send: (commands) =>
    sendAll(
      queue,
      commands.map((command) => ({
        MessageBody: writeCommand(command),
        MessageGroupId: conversationOf(command),
        MessageDeduplicationId: idOf(command),
      })),
    ),
});
