import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";

const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();

/** What any webhook must at least do that stores a message and queues it: no signature, no parsing, no logs. */
export const handler = async () => {
  await dynamodb.send(
    new PutItemCommand({
      TableName: "t",
      Item: { pk: { S: "a" }, sk: { S: "b" } },
      ConditionExpression: "attribute_not_exists(pk)",
    }),
  );
  await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: process.env.TURNS_QUEUE_URL,
      Entries: [{ Id: "0", MessageBody: "{}" }],
    }),
  );
  return { statusCode: 200, body: "" };
};
