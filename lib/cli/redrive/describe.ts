import { readCommand, readLead, readStatus, UnreadableMessage } from "../../adapters/sqs/envelope.ts";
import type { DeadLetter, QueueName } from "../cloud/cloud.ts";

/** What a letter is about. `unreadable`: this version does not know it; a newer one wrote it, or nobody of ours did. */
export type Described = { kind: string; conversation?: string };

function read(queue: QueueName, body: string): Described {
  switch (queue) {
    case "turns": {
      const command = readCommand(body);
      return { kind: command.kind, conversation: command.kind === "part-failed" ? command.reference.conversation : command.conversation };
    }
    case "deliveries": {
      const { state, reference } = readStatus(body);
      return { kind: state, conversation: reference.conversation };
    }
    case "leads":
      return { kind: "lead", conversation: readLead(body).conversation };
  }
}

export function described(queue: QueueName, { body }: Pick<DeadLetter, "body">): Described {
  try {
    return read(queue, body);
  } catch (error) {
    if (error instanceof UnreadableMessage) return { kind: "unreadable" };
    throw error;
  }
}
