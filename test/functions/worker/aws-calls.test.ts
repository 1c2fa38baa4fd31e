import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { dynamodbControls } from "../../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDeliveries } from "../../../lib/adapters/dynamodb/deliveries.ts";
import { dynamodbHistory } from "../../../lib/adapters/dynamodb/erasure/history.ts";
import { dynamodbHandoffs } from "../../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbActivity } from "../../../lib/adapters/dynamodb/inbox/activity.ts";
import { dynamodbDirectory } from "../../../lib/adapters/dynamodb/inbox/directory.ts";
import { dynamodbLeads } from "../../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import type { RecentControls } from "../../../lib/adapters/dynamodb/numbers/number-controls.ts";
import { dynamodbSwitches } from "../../../lib/adapters/dynamodb/numbers/switches.ts";
import { dynamodbOutbox } from "../../../lib/adapters/dynamodb/outbox.ts";
import { turnIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { sqsDeliveryQueue } from "../../../lib/adapters/sqs/delivery-queue.ts";
import { sqsTurnQueue } from "../../../lib/adapters/sqs/turn-queue.ts";
import { recordDelivery } from "../../../lib/application/delivery/record-delivery.ts";
import { receiveWebhook } from "../../../lib/application/intake/receive-webhook.ts";
import { Recent } from "../../../lib/application/ports/recent.ts";
import { EVERYDAY_METRICS } from "../../../lib/application/ports/telemetry.ts";
import { answerConversation } from "../../../lib/application/turn/answer-conversation.ts";
import { messageId, numberName } from "../../../lib/domain/ids.ts";
import { parseReference } from "../../../lib/domain/turn/reference.ts";
import { makeQueue, makeTable } from "../../support/deployed-aws.ts";
import { edgeOf } from "../../support/edge.ts";
import { aNumber, memoryEngine } from "../../support/engine-world.ts";
import { FakeClock, FakeTelemetry } from "../../support/fakes.ts";
import { type LocalAws, startLocalAws } from "../../support/local-aws.ts";
import { aConversation, aText, unique } from "../../support/make.ts";
import { MemoryTable } from "../../support/memory/memory-table.ts";

const TableName = "messages";
const calls: string[] = [];
let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws();
  await makeTable(aws.dynamodb, TableName);
  const count = (commandName = "?") => calls.push(commandName.replace(/Command$/, ""));
  aws.dynamodb.middlewareStack.add((next, { commandName }) => (args) => {
    count(commandName);
    return next(args);
  });
  aws.sqs.middlewareStack.add((next, { commandName }) => (args) => {
    count(commandName);
    return next(args);
  });
});
afterAll(() => aws.stop());

const taken = () => calls.splice(0).sort();

/** What the inbox adds to a turn: the entry, the state that it follows, the entry's change. */
const FOR_INBOX = ["BatchGetItem", "GetItem", "UpdateItem"];

it.each([
  ["", []],
  [" and for the inbox two reads and one write", FOR_INBOX],
])(
  "an ordinary turn makes five writes, two reads and one send, and a status one write and one send%s",
  async (_, forInbox) => {
    const clock = new FakeClock();
    const telemetry = new FakeTelemetry();
    const conversation = aConversation();
    const plan = { fifo: true, delaySeconds: 0, visibilitySeconds: 60, maxReceives: 5 };
    const { queue: turns } = await makeQueue(aws.sqs, { ...plan, name: unique("turns") }, aws.sqsEndpoint);
    const { queue: statuses } = await makeQueue(
      aws.sqs,
      { ...plan, fifo: false, name: unique("deliveries") },
      aws.sqsEndpoint,
    );
    const table = { client: aws.dynamodb, tableName: TableName, retentionDays: 30, clock };
    const recent: RecentControls = new Recent(clock);
    const activity =
      forInbox.length > 0 ? { activity: dynamodbActivity({ ...table, inboxPartitions: 2 }) } : {};
    const turnQueue = sqsTurnQueue({ client: aws.sqs, queueUrl: turns.url });
    const references: string[] = [];

    const receive = receiveWebhook.bind(undefined, {
      ...edgeOf(new MemoryTable(clock)),
      ledger: dynamodbLedger(table),
      turnQueue,
      deliveryQueue: sqsDeliveryQueue({ client: aws.sqs, queueUrl: statuses.url }),
      clock,
      telemetry,
      numberOf: () => numberName("support"),
      conversationFor: () => conversation,
    });
    const events: string[] = [];
    const { activity: _memory, ...engine } = memoryEngine(new MemoryTable(clock), {
      conversations: dynamodbConversations({ ...table, recent }),
      deliveries: dynamodbDeliveries(table),
      controls: dynamodbControls(table),
      switches: dynamodbSwitches({ ...table, recent }),
      outbox: dynamodbOutbox(table),
      directory: dynamodbDirectory(table),
      leads: dynamodbLeads(table),
      handoffs: dynamodbHandoffs(table),
      history: dynamodbHistory(table),
      agent: { ask: async () => ({ text: "Yes." }) },
      events: { publish: async ({ type }) => void events.push(type) },
      clock,
      telemetry,
      numberNamed: (name) =>
        aNumber({
          name,
          sender: {
            maxLength: 4000,
            showTyping: async () => undefined,
            send: async ({ reference }) => {
              references.push(reference);
              return { kind: "accepted", id: `wamid.${references.length}` };
            },
          },
        }),
      turnQueue,
      conversationFor: () => conversation,
      turnIdFor: (cause) => turnIdOf(messageId(cause)),
      messageEvents: "ids",
    });
    const answer = () =>
      answerConversation(
        { ...engine, ...activity },
        {
          conversation,
          number: numberName("support"),
          deadline: clock.time + 90_000,
        },
      );
    taken();

    // The first contact also stores how the customer can be found.
    await receive([{ kind: "message", message: aText({ sentAt: clock.time }) }]);
    expect(taken()).toEqual(["PutItem", "SendMessageBatch"]);
    clock.time += 2000;
    expect(await answer()).toEqual({ kind: "done" });
    taken();
    expect(events).toEqual(["lead.captured", "message.received", "conversation.started", "message.sent"]);

    clock.time += 60_000;
    await receive([{ kind: "message", message: aText({ sentAt: clock.time }) }]);
    expect(taken()).toEqual(["PutItem", "SendMessageBatch"]);
    clock.time += 2000;
    expect(await answer()).toEqual({ kind: "done" });
    expect(taken()).toEqual(
      ["BatchGetItem", "PutItem", "Query", "UpdateItem", "UpdateItem", "UpdateItem", ...forInbox].toSorted(),
    );
    // A wake-up that finds nothing to do writes nothing.
    expect(await answer()).toEqual({ kind: "done" });
    expect(taken()).toEqual(
      ["BatchGetItem", "Query", ...forInbox.filter((call) => call !== "UpdateItem")].toSorted(),
    );
    expect(references).toHaveLength(2);

    const status = {
      provider: "meta",
      businessNumber: "310000000000007",
      id: "wamid.out",
      state: "delivered",
      reference: references[0] ?? "",
    } as const;
    await receive([{ kind: "status", status }]);
    expect(taken()).toEqual(["SendMessageBatch"]);
    const reference = parseReference(references[0]);
    if (!reference) throw new Error("the reply carried no reference");
    await recordDelivery(
      { classOf: () => "refused" as const, deliveries: dynamodbDeliveries(table), turnQueue, telemetry },
      {
        provider: "meta",
        state: "delivered",
        reference,
      },
    );
    expect(taken()).toEqual(["UpdateItem"]);

    // Each other metric would cost whole months: docs/performance.md.
    const everyday: readonly string[] = EVERYDAY_METRICS;
    const others = telemetry.counts.filter(({ name, amount }) => amount > 0 && !everyday.includes(name));
    expect(others).toEqual([]);
  },
);
