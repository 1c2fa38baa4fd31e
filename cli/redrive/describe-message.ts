import {
  readCommand,
  readLead,
  readStatus,
  UnreadableMessageError,
} from "../../lib/adapters/sqs/envelope.ts";
import { NewerVersionError } from "../../lib/application/ports/newer-version-error.ts";
import type { DeadLetterMessage, QueueName } from "../cloud/cloud.ts";

/** `later-version`: only a newer version can read it. `unreadable`: none of our functions has sent it. */
export type MessageContent = { kind: string; conversation?: string };

function read(queue: QueueName, body: string): MessageContent {
  switch (queue) {
    case "turns": {
      const command = readCommand(body);
      return {
        kind: command.kind,
        conversation: command.kind === "part-failed" ? command.reference.conversation : command.conversation,
      };
    }
    case "deliveries": {
      const { state, reference } = readStatus(body);
      return { kind: state, conversation: reference.conversation };
    }
    case "leads":
      return { kind: "lead", conversation: readLead(body).conversation };
  }
}

export function describeMessage(queue: QueueName, { body }: Pick<DeadLetterMessage, "body">): MessageContent {
  try {
    return read(queue, body);
  } catch (error) {
    if (error instanceof NewerVersionError) return { kind: "later-version" };
    if (error instanceof UnreadableMessageError) return { kind: "unreadable" };
    throw error;
  }
}
