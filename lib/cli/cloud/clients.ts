import { awsClient } from "../../adapters/aws/client.ts";
import type { AwsCredentials } from "../io.ts";
import type { DeadLetter, QueueState } from "./cloud.ts";

// AWS's packages are loaded with the first use.

/** Where a service is, when it is not AWS's own. */
export type Place = { endpoint?: string; region?: string; credentials?: AwsCredentials };

const settingsOf = ({ endpoint, region, credentials }: Place) => ({
  ...(endpoint && { endpoint }),
  ...(region && { region }),
  ...(credentials && { credentials }),
});

const isMissing = (error: unknown) => error instanceof Error && error.name === "ResourceNotFoundException";

/** Somebody else has written the secret meanwhile. */
export class SecretChanged extends Error {
  constructor() {
    super("The secret has been changed by somebody else in the meantime. Nothing was written: run the command again.");
    this.name = "SecretChanged";
  }
}

/** Reads and writes the one secret. */
export function secretClient(place: Place, secretId: string) {
  const client = async () => {
    const sdk = await import("@aws-sdk/client-secrets-manager");
    return { sdk, manager: awsClient(sdk.SecretsManagerClient, "person", settingsOf(place)) };
  };
  async function read() {
    const { sdk, manager } = await client();
    try {
      const found = await manager.send(new sdk.GetSecretValueCommand({ SecretId: secretId }));
      const changedAt = found.CreatedDate?.getTime();
      return { text: found.SecretString ?? "", version: found.VersionId ?? "", ...(changedAt !== undefined && { changedAt }) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
  return {
    read,
    async write(text: string, basedOn: string) {
      // Secrets Manager knows no conditional write; this leaves the moment between two calls.
      if ((await read())?.version !== basedOn) throw new SecretChanged();
      const { sdk, manager } = await client();
      await manager.send(new sdk.PutSecretValueCommand({ SecretId: secretId, SecretString: text }));
    },
  };
}

const RECEIVE = { MaxNumberOfMessages: 10, WaitTimeSeconds: 1, VisibilityTimeout: 60 } as const;

/** Looks into queues and gives what was given up another chance. */
export function queueClient(place: Place) {
  const client = async () => {
    const sdk = await import("@aws-sdk/client-sqs");
    return { sdk, sqs: awsClient(sdk.SQSClient, "person", settingsOf(place)) };
  };
  return {
    async state(url: string): Promise<QueueState> {
      const { sdk, sqs } = await client();
      const { Attributes: found = {} } = await sqs.send(
        new sdk.GetQueueAttributesCommand({
          QueueUrl: url,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"],
        }),
      );
      return {
        waiting: Number(found.ApproximateNumberOfMessages ?? 0),
        inFlight: Number(found.ApproximateNumberOfMessagesNotVisible ?? 0),
        delayed: Number(found.ApproximateNumberOfMessagesDelayed ?? 0),
      };
    },

    async *deadLetters(from: string, to: string): AsyncGenerator<DeadLetter> {
      const { sdk, sqs } = await client();
      const kept = new Map<string, string>();
      try {
        for (;;) {
          const { Messages: found = [] } = await sqs.send(
            new sdk.ReceiveMessageCommand({ QueueUrl: from, ...RECEIVE, MessageSystemAttributeNames: ["All"] }),
          );
          if (found.length === 0) return;
          for (const { Body: body = "", ReceiptHandle: receipt = "", MessageId: id = "", Attributes: told = {} } of found) {
            // Hidden for so long that it has come round again.
            const again = kept.has(id);
            kept.set(id, receipt);
            if (again) return;
            const group = told.MessageGroupId;
            yield {
              id,
              body,
              sentAt: Number(told.SentTimestamp ?? 0),
              ...(group && { group }),
              async redrive() {
                await sqs.send(
                  new sdk.SendMessageCommand({
                    QueueUrl: to,
                    MessageBody: body,
                    // Under its first id the queue may still count it as a repeat. Derived from that, so that a repeated redrive is one.
                    ...(group && { MessageGroupId: group, MessageDeduplicationId: `redrive-${id}` }),
                  }),
                );
                await sqs.send(new sdk.DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: receipt }));
                kept.delete(id);
              },
            };
          }
        }
      } finally {
        for (const receipt of kept.values())
          await sqs.send(new sdk.ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
      }
    },
  };
}
