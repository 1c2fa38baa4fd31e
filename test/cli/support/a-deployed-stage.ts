import { sdkCloud } from "../../../cli/cloud/sdk-cloud.ts";

/** A stage on AWS, whose clients some fake stands in for. Waiting takes no time. */
export const aDeployedStage = () =>
  sdkCloud(
    "dev",
    {
      SecretName: "s",
      TurnsQueueUrl: "https://sqs/1/turns.fifo",
      TurnsDeadLettersUrl: "https://sqs/1/dead.fifo",
      AlarmTopicArn: "arn:aws:sns:x",
    },
    {
      fetch,
      credentials: async () => ({ accessKeyId: "a", secretAccessKey: "b" }),
      env: {},
      clock: { now: Date.now },
      sleep: async () => undefined,
    },
  );
