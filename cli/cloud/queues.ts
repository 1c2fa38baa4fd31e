import { awsClient } from "../../lib/adapters/aws/client.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { problemOfAwsError } from "../aws.ts";
import { CliProblem } from "../problem.ts";
import { type Place, placeSettings } from "./clients.ts";
import type { DeadLetterMessage, DeadLetterQueue, QueueState } from "./cloud.ts";

const RECEIVE = {
  MaxNumberOfMessages: 10,
  VisibilityTimeout: 60,
  MessageSystemAttributeNames: ["All" as const],
};
/** Long polling: without a wait SQS asks only some of its servers and may miss messages. */
const WAIT_SECONDS = 1;
const MAX_BATCH = 10;

async function explainFailure<Value>(action: string, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw problemOfAwsError(error, action);
  }
}

const inBatches = <Item>(items: readonly Item[]) =>
  Array.from({ length: Math.ceil(items.length / MAX_BATCH) }, (_, at) =>
    items.slice(at * MAX_BATCH, (at + 1) * MAX_BATCH),
  );

export function queueClient(place: Place) {
  let made: ReturnType<typeof make> | undefined;
  async function make() {
    const sdk = await import("@aws-sdk/client-sqs");
    return { sdk, sqs: awsClient(sdk.SQSClient, "person", placeSettings(place)) };
  }
  const client = () => {
    made ??= make();
    return made;
  };
  // The local stack's queues are on one server.
  const waitSeconds = place.endpoint === undefined ? WAIT_SECONDS : 0;

  const state = (url: string): Promise<QueueState> =>
    explainFailure("sqs:GetQueueAttributes", async () => {
      const { sdk, sqs } = await client();
      const { Attributes: found = {} } = await sqs.send(
        new sdk.GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
            "ApproximateNumberOfMessagesDelayed",
          ],
        }),
      );
      return {
        waiting: Number(found.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(found.ApproximateNumberOfMessagesNotVisible ?? 0),
        delayed: Number(found.ApproximateNumberOfMessagesDelayed ?? 0),
      };
    });

  function deadLetters(from: string, to: string): DeadLetterQueue {
    const remove = (message: DeadLetterMessage) =>
      explainFailure("sqs:DeleteMessage", async () => {
        const { sdk, sqs } = await client();
        await sqs.send(new sdk.DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: message.receipt }));
      });

    const releaseBatch = (messages: readonly DeadLetterMessage[]) =>
      explainFailure("sqs:ChangeMessageVisibility", async () => {
        const { sdk, sqs } = await client();
        const Entries = messages.map(({ receipt }, at) => ({
          Id: String(at),
          ReceiptHandle: receipt,
          VisibilityTimeout: 0,
        }));
        // The message is already visible again, or gone.
        await sqs.send(new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl: from, Entries }));
      });

    return {
      async count() {
        const { waiting, inFlight, delayed } = await state(from);
        return waiting + inFlight + delayed;
      },

      receive: () =>
        explainFailure("sqs:ReceiveMessage", async () => {
          const { sdk, sqs } = await client();
          const { Messages: found = [] } = await sqs.send(
            new sdk.ReceiveMessageCommand({ QueueUrl: from, ...RECEIVE, WaitTimeSeconds: waitSeconds }),
          );
          return found.map(
            ({
              Body: body = "",
              ReceiptHandle: receipt = "",
              MessageId: id = "",
              Attributes: about = {},
            }) => {
              const sentAt = Number(about.SentTimestamp ?? 0);
              return { id, body, receipt, sentAt, ...omitUndefined({ group: about.MessageGroupId }) };
            },
          );
        }),

      async move(message) {
        const { id, body, group } = message;
        await explainFailure("sqs:SendMessage", async () => {
          const { sdk, sqs } = await client();
          await sqs.send(
            new sdk.SendMessageCommand({
              QueueUrl: to,
              MessageBody: body,
              // Derived from the first deduplication id: a repeated redrive counts once. The first id itself
              // may still count as a repeat.
              ...(group && { MessageGroupId: group, MessageDeduplicationId: `redrive-${id}` }),
            }),
          );
        });
        await remove(message);
      },

      remove,

      async release(messages) {
        const done = await Promise.allSettled(inBatches(messages).map(releaseBatch));
        for (const each of done)
          if (each.status === "rejected" && each.reason instanceof CliProblem) return each.reason;
        return undefined;
      },
    };
  }

  return { state, deadLetters };
}
