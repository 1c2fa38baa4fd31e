import type {
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  DeleteItemCommandInput,
  DeleteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  UpdateItemCommandInput,
  UpdateItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { PutEventsCommandInput, PutEventsCommandOutput } from "@aws-sdk/client-eventbridge";
import type {
  GetSecretValueCommandInput,
  GetSecretValueCommandOutput,
} from "@aws-sdk/client-secrets-manager";
import type {
  ChangeMessageVisibilityCommandInput,
  DeleteMessageCommandInput,
  SendMessageBatchCommandInput,
  SendMessageBatchCommandOutput,
} from "@aws-sdk/client-sqs";

type Call<Input, Output> = (input: Input) => Promise<Omit<Output, "$metadata">>;

/**
 * What the adapters call. AWS's SDK satisfies it (`DynamoDB`, not `DynamoDBClient`), and so does the thin client
 * (docs/decisions/0032). No attribute is binary: the thin client could not send one.
 */
export type DynamoDbCalls = {
  batchGetItem: Call<BatchGetItemCommandInput, BatchGetItemCommandOutput>;
  deleteItem: Call<DeleteItemCommandInput, DeleteItemCommandOutput>;
  getItem: Call<GetItemCommandInput, GetItemCommandOutput>;
  putItem: Call<PutItemCommandInput, PutItemCommandOutput>;
  query: Call<QueryCommandInput, QueryCommandOutput>;
  updateItem: Call<UpdateItemCommandInput, UpdateItemCommandOutput>;
};

export type SqsCalls = {
  changeMessageVisibility: Call<ChangeMessageVisibilityCommandInput, object>;
  deleteMessage: Call<DeleteMessageCommandInput, object>;
  sendMessageBatch: Call<SendMessageBatchCommandInput, SendMessageBatchCommandOutput>;
};

export type SecretsManagerCalls = {
  getSecretValue: Call<GetSecretValueCommandInput, GetSecretValueCommandOutput>;
};

export type EventBridgeCalls = { putEvents: Call<PutEventsCommandInput, PutEventsCommandOutput> };
