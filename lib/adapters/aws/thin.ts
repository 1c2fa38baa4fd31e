import { createHash } from "node:crypto";
import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { SendMessageBatchCommandOutput } from "@aws-sdk/client-sqs";
import type { DynamoDbCalls, EventBridgeCalls, SecretsManagerCalls, SqsCalls } from "./calls.ts";
import { type JsonClientParts, jsonClient } from "./json-client.ts";
import { SERVICES } from "./services.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

/** As the SDK checks it: what SQS stored is what was sent. */
function requireSame(
  sent: ReadonlyMap<string | undefined, string>,
  { Successful = [] }: SendMessageBatchCommandOutput,
) {
  for (const { Id, MD5OfMessageBody } of Successful)
    if (MD5OfMessageBody !== md5(sent.get(Id) ?? "")) throw new Error("SQS stored a message that differs");
}

const withSeconds = ({ Time, ...entry }: PutEventsRequestEntry) => ({
  ...entry,
  ...(Time && { Time: Time.getTime() / 1000 }),
});

type Send = ReturnType<ReturnType<typeof jsonClient>>["call"];

const dynamodbCalls = (call: Send): DynamoDbCalls => ({
  batchGetItem: (input) => call("BatchGetItem", input),
  deleteItem: (input) => call("DeleteItem", input),
  getItem: (input) => call("GetItem", input),
  putItem: (input) => call("PutItem", input),
  query: (input) => call("Query", input),
  updateItem: (input) => call("UpdateItem", input),
});

const sqsCalls = (call: Send): SqsCalls => ({
  changeMessageVisibility: (input) => call("ChangeMessageVisibility", input),
  deleteMessage: (input) => call("DeleteMessage", input),
  async sendMessageBatch(input) {
    const result: SendMessageBatchCommandOutput = await call("SendMessageBatch", input);
    requireSame(new Map(input.Entries?.map(({ Id, MessageBody = "" }) => [Id, MessageBody])), result);
    return result;
  },
});

const secretsManagerCalls = (call: Send): SecretsManagerCalls => ({
  getSecretValue: (input) => call("GetSecretValue", input),
});

const eventBridgeCalls = (call: Send): EventBridgeCalls => ({
  putEvents: ({ Entries, ...input }) => call("PutEvents", { ...input, Entries: Entries?.map(withSeconds) }),
});

/**
 * Clients of the four services that nearly every invocation calls, at less than half of the SDK's cold start
 * (docs/decisions/0032).
 */
export function thinAws(parts: JsonClientParts) {
  const clientOf = jsonClient(parts);
  const [dynamodb, sqs] = [clientOf(SERVICES.dynamodb), clientOf(SERVICES.sqs)];
  return {
    /** Opens connections to both while Lambda initialises: its time costs nothing more. Never rejects. */
    async open(...services: readonly ("dynamodb" | "sqs")[]): Promise<void> {
      await Promise.all(services.map((service) => (service === "sqs" ? sqs : dynamodb).open()));
    },
    dynamodb: dynamodbCalls(dynamodb.call),
    sqs: sqsCalls(sqs.call),
    secretsManager: secretsManagerCalls(clientOf(SERVICES.secrets).call),
    eventBridge: eventBridgeCalls(clientOf(SERVICES.events).call),
  };
}
