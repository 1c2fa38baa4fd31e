import { randomUUID } from "node:crypto";
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueueCalls } from "./queue-calls.ts";
import { depthOf, type LocalQueue, type QueueAttributes } from "./queues.ts";

export type DeadLetters = {
  count(): Promise<number>;
  /** Puts all of them back into their queue. */
  redrive(): Promise<void>;
  /** Receives before a message is given up; default: as deployed. */
  giveUpAfter(receives?: number): Promise<void>;
};

type Queues = { queue: LocalQueue; deadLetters: LocalQueue; attributes: QueueAttributes };

/** Of a FIFO queue. */
export function deadLettersOf(
  sqs: SQSClient,
  calls: QueueCalls,
  { queue, deadLetters, attributes }: Queues,
): DeadLetters {
  const { RedrivePolicy: usual = "" } = attributes;

  async function putBack({ Body, Attributes, ReceiptHandle }: Message): Promise<void> {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: Body,
        MessageGroupId: Attributes?.MessageGroupId,
        // SQS would take the old one for a repeat.
        MessageDeduplicationId: randomUUID(),
      }),
    );
    await sqs.send(new DeleteMessageCommand({ QueueUrl: deadLetters.url, ReceiptHandle }));
  }

  return {
    async count() {
      const { ready, delayed, inFlight } = await depthOf(calls, deadLetters);
      return ready + delayed + inFlight;
    },

    async redrive() {
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: deadLetters.url,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ["All"],
          }),
        );
        if (Messages.length === 0) return;
        for (const message of Messages) await putBack(message);
      }
    },

    async giveUpAfter(receives) {
      const RedrivePolicy =
        receives === undefined
          ? usual
          : JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: receives });
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { RedrivePolicy } }));
    },
  };
}
