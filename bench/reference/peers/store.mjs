import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";

const dynamodb = new DynamoDBClient();
const sqs = new SQSClient();

/** What a peer leaves to its user, and as little of it as possible: a message is recorded once. */
export const record = (id) =>
  dynamodb.send(
    new PutItemCommand({
      TableName: "t",
      Item: { pk: { S: id }, sk: { S: "m" } },
      ConditionExpression: "attribute_not_exists(pk)",
    }),
  );

export const queue = (id) =>
  sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: process.env.TURNS_QUEUE_URL,
      Entries: [{ Id: "0", MessageBody: JSON.stringify({ id }) }],
    }),
  );
