import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { sqsDeliveryQueue } from "../../../lib/adapters/sqs/delivery-queue.ts";
import { readCommand, readLead, readReport, readStatus } from "../../../lib/adapters/sqs/envelope.ts";
import { sqsLeadQueue } from "../../../lib/adapters/sqs/lead-queue.ts";
import { sqsTurnQueue } from "../../../lib/adapters/sqs/turn-queue.ts";
import { sqsPostpone } from "../../../lib/adapters/sqs/visibility.ts";
import { conversationId, messageId, numberName, turnId } from "../../../lib/domain/ids.ts";
import { depthOf, type LocalQueue } from "../../../local/aws/queues.ts";
import { makeQueue } from "../../support/deployed-aws.ts";
import { type LocalAws, startLocalAws } from "../../support/local-aws.ts";
import { unique } from "../../support/make.ts";
import { waitFor } from "../../support/wait-for.ts";

let aws: LocalAws;
beforeAll(async () => {
  aws = await startLocalAws();
});
afterAll(() => aws.stop());

async function aQueue(fifo: boolean): Promise<LocalQueue> {
  const plan = { name: unique("queue"), fifo, delaySeconds: 0, visibilitySeconds: 60, maxReceives: 5 };
  return (await makeQueue(aws.sqs, plan, aws.sqsEndpoint)).queue;
}

async function receive({ url }: LocalQueue, most = 10) {
  const { Messages = [] } = await aws.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: most,
      WaitTimeSeconds: 0,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  return Messages;
}

const wake = (conversation: string, message: string) => ({
  kind: "wake" as const,
  conversation: conversationId(conversation),
  number: numberName("support"),
  message: messageId(message),
});

/** Without the message's id: Meta's hold the phone number. */
const woken = (conversation: string) => ({ kind: "wake", conversation, number: "support" });

/** The SDK's client and the functions' own. */
const CLIENTS = [
  ["the SDK", () => aws.sqs],
  ["the functions' client", () => aws.thin.sqs],
] as const;

describe.each(CLIENTS)("the turn queue of %s", (_, client) => {
  it("stores more than a call may hold, each once however often it is sent", async () => {
    const queue = await aQueue(true);
    const turnQueue = sqsTurnQueue({ client: client(), queueUrl: queue.url });
    const commands = Array.from({ length: 25 }, (_, index) =>
      wake(`conversation-${index}`, `wamid.${"x".repeat(200)}${index}==`),
    );
    await turnQueue.send(commands);
    await turnQueue.send(commands);
    expect((await depthOf(aws.sqs, queue)).ready).toBe(25);
  });

  it("keeps a conversation's commands in one group, and hands one back for a while", async () => {
    const queue = await aQueue(true);
    await sqsTurnQueue({ client: client(), queueUrl: queue.url }).send([
      wake("one", "a"),
      wake("two", "b"),
      wake("one", "c"),
    ]);
    const received = await receive(queue);
    expect(received.map(({ Attributes }) => Attributes?.MessageGroupId).sort()).toEqual(["one", "two"]);
    const first = received.find(({ Attributes }) => Attributes?.MessageGroupId === "one");
    expect(readCommand(first?.Body ?? "")).toEqual(woken("one"));
    await sqsPostpone({ client: client(), queueUrl: queue.url })(first?.ReceiptHandle ?? "", 0.2);
    expect(await receive(queue)).toEqual([]);
    const again = await waitFor("its return", async () => {
      const found = await receive(queue);
      return found.length > 0 && found;
    });
    expect(again.map(({ Body }) => readCommand(Body ?? ""))).toEqual([woken("one")]);
  });

  it("stores a follow-up once however often it is sent, and every news of a lead", async () => {
    const queue = await aQueue(true);
    const about = { conversation: conversationId("one"), number: numberName("support") };
    const followUp = (step: number) => ({ kind: "follow-up" as const, ...about, turn: turnId("t"), step });
    const lead = { kind: "lead" as const, ...about };
    await sqsTurnQueue({ client: client(), queueUrl: queue.url }).send([
      followUp(0),
      followUp(0),
      followUp(1),
      lead,
      lead,
    ]);
    expect((await depthOf(aws.sqs, queue)).ready).toBe(4);
    const [first] = await receive(queue);
    expect(first?.Attributes?.MessageGroupId).toBe("one");
    expect(readCommand(first?.Body ?? "")).toEqual(followUp(0));
  });

  it("reports a command that was not stored", async () => {
    const away = sqsTurnQueue({ client: client(), queueUrl: `${aws.sqsEndpoint}/000000000000/none.fifo` });
    await expect(away.send([wake("good", "a")])).rejects.toThrow("not all messages were queued");
  });

  it("makes no call for nothing", async () => {
    await expect(
      sqsTurnQueue({ client: client(), queueUrl: "http://127.0.0.1:9/none" }).send([]),
    ).resolves.toBeUndefined();
  });
});

describe.each(CLIENTS)("the delivery queue of %s", (_, client) => {
  it("carries statuses and no recipient", async () => {
    const queue = await aQueue(false);
    const reference = { conversation: conversationId("c"), turn: turnId("t"), part: 0, attempt: 1 };
    const status = { provider: "meta", state: "read", reference, at: 5 } as const;
    await sqsDeliveryQueue({ client: client(), queueUrl: queue.url }).send([status]);
    const [message] = await receive(queue);
    expect(readStatus(message?.Body ?? "")).toEqual(status);
  });
});

describe.each(CLIENTS)("notices on the delivery queue of %s", (_, client) => {
  const notice = (n: number) =>
    ({
      provider: "meta",
      account: "1",
      topic: "account_update",
      event: `E${n}`,
      facts: { until: "x" },
    }) as const;
  const sent = async (count: number) => {
    const queue = await aQueue(false);
    await sqsDeliveryQueue({ client: client(), queueUrl: queue.url }).sendNotices(
      Array.from({ length: count }, (_, n) => notice(n)),
    );
    return queue;
  };

  it("are one message, so that they become one mail", async () => {
    const [message, ...others] = await receive(await sent(2));
    expect(readReport(message?.Body ?? "")).toEqual({ kind: "notices", notices: [notice(0), notice(1)] });
    expect(others).toEqual([]);
  });

  it("are several messages when they are many, and none when there are none", async () => {
    expect((await depthOf(aws.sqs, await sent(120))).ready).toBe(3);
    expect((await depthOf(aws.sqs, await sent(0))).ready).toBe(0);
  });
});

describe.each(CLIENTS)("the lead queue of %s", (_, client) => {
  it("carries the ids of a lead and nothing of the contact", async () => {
    const queue = await aQueue(false);
    await sqsLeadQueue({ client: client(), queueUrl: queue.url }).send({
      conversation: conversationId("c"),
      revision: 2,
    });
    const [message] = await receive(queue);
    expect(readLead(message?.Body ?? "")).toEqual({ conversation: "c", revision: 2 });
  });
});
