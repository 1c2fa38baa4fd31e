import { randomUUID } from "node:crypto";
import type { TurnCommand, TurnQueue } from "../../application/ports/ports.ts";
import { messageGroupOf } from "../../application/ports/turn-command.ts";
import { formatReference } from "../../domain/turn/reference.ts";
import { deduplicationId, type Queue, sendAll } from "./batches.ts";
import { writeCommand } from "./envelope.ts";

/** SQS drops a repeat within five minutes. */
function idOf(command: TurnCommand): string {
  switch (command.kind) {
    case "wake":
      return command.notBefore === undefined
        ? deduplicationId("wake", command.message ?? randomUUID())
        : deduplicationId("later", command.conversation, String(command.notBefore));
    case "part-failed":
      return deduplicationId("part-failed", formatReference(command.reference), command.code);
    case "lead":
      return deduplicationId("lead", randomUUID());
    case "follow-up":
      return deduplicationId("follow-up", command.conversation, command.turn, String(command.step));
  }
}

/**
 * One FIFO message group per conversation: its turns run one by one, and conversations never wait for each
 * other.
 */
export const sqsTurnQueue = (queue: Queue): TurnQueue => ({
  send: (commands) =>
    sendAll(
      queue,
      commands.map((command) => ({
        MessageBody: writeCommand(command),
        MessageGroupId: messageGroupOf(command),
        MessageDeduplicationId: idOf(command),
      })),
    ),
});
