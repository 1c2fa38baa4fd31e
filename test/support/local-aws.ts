import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type Emulators, startEmulators } from "../../local/aws/emulators.ts";

const access = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

export type LocalAws = {
  dynamodb: DynamoDBClient;
  sqs: SQSClient;
  sqsEndpoint: string;
  emulators: Emulators;
  stop(): Promise<void>;
};

/** With clients. */
export async function startLocalAws(): Promise<LocalAws> {
  const emulators = await startEmulators({}, undefined);
  const dynamodb = new DynamoDBClient({ ...access, endpoint: emulators.endpoints.dynamodb });
  const sqs = new SQSClient({ ...access, endpoint: emulators.endpoints.sqs });
  return {
    dynamodb,
    sqs,
    sqsEndpoint: emulators.endpoints.sqs,
    emulators,
    async stop() {
      dynamodb.destroy();
      sqs.destroy();
      await emulators.stop();
    },
  };
}
