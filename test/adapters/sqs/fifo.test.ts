import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll } from "@jest/globals";
import { depthOf } from "../../../local/aws/queues.ts";
import { fifoContract } from "../../contracts/fifo-contract.ts";
import { FifoQueue } from "../../simulation/fifo-queue.ts";
import { makeQueue } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { type LocalAws, startLocalAws } from "../../support/local-aws.ts";
import { unique } from "../../support/make.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());

fifoContract("the emulated queue", async () => {
  const plan = { name: unique("fifo"), fifo: true, delaySeconds: 0, visibilitySeconds: 1, maxReceives: 2 };
  const { queue, deadLetters } = await makeQueue(aws.sqs, plan, aws.sqsEndpoint);
  const QueueUrl = queue.url;
  return {
    async send(group, body, deduplicationId) {
      await aws.sqs.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: deduplicationId,
        }),
      );
    },
    async receive() {
      const { Messages = [] } = await aws.sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 0,
          MessageSystemAttributeNames: ["All"],
        }),
      );
      return Messages.map(({ Body = "", ReceiptHandle = "", Attributes }) => ({
        body: Body,
        receipt: ReceiptHandle,
        group: Attributes?.MessageGroupId ?? "",
      }));
    },
    async changeVisibility(receipt, seconds) {
      await aws.sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: seconds }),
      );
    },
    async delete(receipt) {
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
    wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    dead: async () => (await depthOf(aws.sqs, deadLetters)).ready,
  };
});

fifoContract("the simulation's queue", async () => {
  const clock = new FakeClock();
  const queue = new FifoQueue(clock.now, { delay: 0, visibility: 1000, maxReceives: 2 });
  return {
    send: async (group, body, deduplicationId) => queue.send(group, body, deduplicationId),
    receive: async () => queue.receive(10, () => 0),
    changeVisibility: async (receipt, seconds) => queue.changeVisibility(receipt, seconds * 1000),
    delete: async (receipt) => queue.delete(receipt),
    async wait(seconds) {
      clock.time += seconds * 1000;
    },
    dead: async () => queue.dead.length,
  };
});
