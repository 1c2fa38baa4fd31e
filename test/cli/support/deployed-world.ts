import { afterEach, beforeEach } from "@jest/globals";
import { loadStageSettings } from "../../../infra/settings/load.ts";
import { settingsHash } from "../../../lib/config/deployment/settings-hash.ts";
import { DEMO_SECRETS } from "../../../local/demo.ts";
import { FakeAws } from "./fake-aws.ts";
import { FakeOperatorApi } from "./fake-operator-api.ts";
import { runCli } from "./run-cli.ts";

const outputs = {
  SettingsHash: settingsHash(loadStageSettings("dev")),
  SecretName: "secret",
  TurnsQueueUrl: "https://sqs/1/turns.fifo",
  TurnsDeadLettersUrl: "https://sqs/1/dead.fifo",
  DeliveriesQueueUrl: "https://sqs/1/deliveries",
  DeliveriesDeadLettersUrl: "https://sqs/1/dead",
  AlarmTopicArn: "arn:aws:sns:x",
  HandoffTopicArn: "arn:aws:sns:handoffs",
};

/** All is well: AWS and the operator API are fakes, and no provider responds. */
export function deployedWorld() {
  const world = {
    aws: new FakeAws(),
    api: new FakeOperatorApi(),
    sleeps: [] as number[],
    whileAsleep: () => {},
  };
  const { aws } = world;

  beforeEach(async () => {
    for (const refused of [aws.denied, aws.throttled]) refused.clear();
    [world.sleeps, world.whileAsleep] = [[], () => {}];
    aws.answers = {
      GetSecretValue: () => ({ SecretString: JSON.stringify(DEMO_SECRETS), VersionId: "1" }),
      ListStackResources: () => ({
        StackResourceSummaries: [
          { ResourceType: "AWS::CloudWatch::Alarm", LogicalResourceId: "A", PhysicalResourceId: "alarm" },
        ],
      }),
      DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: "alarm", StateValue: "OK" }] }),
      ListSubscriptionsByTopic: () => ({
        Subscriptions: [{ Protocol: "email", SubscriptionArn: "arn:aws:sns:1" }],
      }),
    };
    aws.install();
    world.api = new FakeOperatorApi();
    await world.api.start();
  });
  afterEach(async () => {
    aws.remove();
    await world.api.stop();
  });

  const run = (argv: readonly string[], interrupt = new AbortController().signal) => {
    const { url } = world.api;
    return runCli([...argv, "--stage", "dev"], {
      stackState: async () => ({
        ...{ name: "s", status: "UPDATE_COMPLETE", protected: false, failures: [] },
        outputs: { ...outputs, ApiUrl: url },
      }),
      stackOutputs: async () => ({ ApiUrl: url }),
      onInterrupt: () => interrupt,
      fetch: (asked, init) =>
        String(asked).startsWith(url) ? fetch(asked, init) : Promise.reject(new TypeError("fetch failed")),
      sleep: async (duration) => {
        world.sleeps.push(duration);
        world.whileAsleep();
      },
    });
  };
  return Object.assign(world, { run });
}
