import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { SQS } from "@aws-sdk/client-sqs";
import type { DynamoDbCalls, SqsCalls } from "../../lib/adapters/aws/calls.ts";
import { type Emulators, startEmulators } from "../../local/aws/emulators.ts";
import { thinAwsAt } from "./thin-aws.ts";

const access = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

export type LocalAws = {
  dynamodb: DynamoDB;
  sqs: SQS;
  sqsEndpoint: string;
  /** The functions' client, of the same DynamoDB and SQS. */
  thin: { dynamodb: DynamoDbCalls; sqs: SqsCalls };
  emulators: Emulators;
  stop(): Promise<void>;
};

/** With clients. */
export async function startLocalAws(): Promise<LocalAws> {
  const emulators = await startEmulators({}, undefined);
  const dynamodb = new DynamoDB({ ...access, endpoint: emulators.endpoints.dynamodb });
  const sqs = new SQS({ ...access, endpoint: emulators.endpoints.sqs });
  return {
    dynamodb,
    sqs,
    sqsEndpoint: emulators.endpoints.sqs,
    thin: {
      dynamodb: thinAwsAt(emulators.endpoints.dynamodb, "person").dynamodb,
      sqs: thinAwsAt(emulators.endpoints.sqs, "person").sqs,
    },
    emulators,
    async stop() {
      dynamodb.destroy();
      sqs.destroy();
      await emulators.stop();
    },
  };
}
