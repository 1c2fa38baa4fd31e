import { sdkCloud } from "../../../cli/cloud/sdk-cloud.ts";

/** On AWS, with fake clients. Waiting takes no time. */
export const aDeployedStage = () =>
  sdkCloud(
    "dev",
    {
      SecretName: "s",
      TurnsQueueUrl: "https://sqs/1/turns.fifo",
      TurnsDeadLettersUrl: "https://sqs/1/dead.fifo",
      AlarmTopicArn: "arn:aws:sns:x",
      HandoffTopicArn: "arn:aws:sns:handoffs",
    },
    {
      fetch,
      credentials: async () => ({ accessKeyId: "a", secretAccessKey: "b" }),
      env: {},
      clock: { now: Date.now },
      sleep: async () => undefined,
    },
  );
