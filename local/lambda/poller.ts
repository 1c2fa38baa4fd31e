import { setTimeout as pause } from "node:timers/promises";
import type { Message } from "@aws-sdk/client-sqs";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import { isRecord } from "../../lib/domain/is-record.ts";
import type { QueueCalls } from "../aws/queue-calls.ts";
import type { LocalQueue } from "../aws/queues.ts";
import { FunctionError } from "./instance.ts";

export type PollerOptions = {
  client: Omit<QueueCalls, "getQueueAttributes">;
  queue: LocalQueue;
  parallel: number;
  /** SQS returns at most ten. */
  batchSize?: number;
  /** Whether the function reports failed messages of a batch; default: yes. */
  partialResponse?: boolean;
  invoke(event: SQSEvent): Promise<unknown>;
  region: string;
  onTrouble(error: unknown): void;
};

export type Poller = {
  /** Messages that were asked back later return now. */
  hurry(): Promise<void>;
  stop(): Promise<void>;
  /** As `stop`, but what the last look still brings is handled: nothing stays in flight. Takes up to ten seconds. */
  drain(): Promise<void>;
};

/** Receipt handles, by message. */
type Postponed = Map<string, string>;

const MAX_BATCH = 10;
/** Long polling. SQS allows 20, but a stop should not depend on the abort reaching the other side. */
const WAIT_SECONDS = 10;
const RETRY_AFTER_MS = 1_000;

/** Lambda's event source mapping. After a failed invocation the whole batch stays in flight. */
export function startPoller(options: PollerOptions): Poller {
  const [stopping, draining] = [new AbortController(), new AbortController()];
  const postponed: Postponed = new Map();
  const polling = poll(options, postponed, stopping.signal, draining.signal);
  return {
    async hurry() {
      const receipts = [...postponed.values()];
      postponed.clear();
      await setVisibility(options, receipts, 0);
    },
    async stop() {
      stopping.abort();
      await polling;
    },
    async drain() {
      draining.abort();
      await polling;
    },
  };
}

/**
 * One look at a time, and only while another batch may run: an emulator wakes every look that waits, so that each
 * message would cost as many looks.
 */
async function poll(
  options: PollerOptions,
  postponed: Postponed,
  signal: AbortSignal,
  draining: AbortSignal,
): Promise<void> {
  const running = new Set<Promise<void>>();

  async function trouble(error: unknown): Promise<void> {
    if (signal.aborted) return;
    options.onTrouble(error);
    await pause(RETRY_AFTER_MS, undefined, { signal }).catch(() => undefined);
  }

  while (!signal.aborted && !draining.aborted) {
    const messages = await receive(options, signal).catch(trouble);
    if (!messages || messages.length === 0) continue;
    const batch = handle(options, messages, postponed)
      .catch(trouble)
      .finally(() => running.delete(batch));
    running.add(batch);
    if (running.size >= options.parallel) await Promise.race(running);
  }
  await Promise.all(running);
}

async function receive(
  { client, queue, batchSize = MAX_BATCH }: PollerOptions,
  signal: AbortSignal,
): Promise<readonly Message[]> {
  const { Messages = [] } = await client.receiveMessage(
    {
      QueueUrl: queue.url,
      MaxNumberOfMessages: Math.min(batchSize, MAX_BATCH),
      WaitTimeSeconds: WAIT_SECONDS,
      MessageSystemAttributeNames: ["All"],
    },
    { abortSignal: signal },
  );
  return Messages;
}

/** A message that has returned meanwhile stays as it is. */
async function setVisibility(
  { client, queue }: Pick<PollerOptions, "client" | "queue">,
  receipts: readonly string[],
  seconds: number,
): Promise<void> {
  for (let at = 0; at < receipts.length; at += MAX_BATCH) {
    const Entries = receipts.slice(at, at + MAX_BATCH).map((receipt, index) => ({
      Id: String(index),
      ReceiptHandle: receipt,
      VisibilityTimeout: seconds,
    }));
    await client.changeMessageVisibilityBatch({ QueueUrl: queue.url, Entries });
  }
}

async function handle(
  options: PollerOptions,
  messages: readonly Message[],
  postponed: Postponed,
): Promise<void> {
  const { client, queue, invoke, region, partialResponse = true } = options;
  const records = messages.map((message) => toRecord(message, queue, region));
  for (const { messageId } of records) postponed.delete(messageId);
  let sooner: number | undefined;
  const result = await invoke({ Records: records }).catch((error: unknown) => {
    if (error instanceof FunctionError) sooner = error.returnAfterSeconds;
    return "failed" as const;
  });
  const receipts = records.map(({ receiptHandle }) => receiptHandle);
  if (sooner !== undefined) await setVisibility(options, receipts, sooner);
  const done = partialResponse || result === "failed" ? doneOf(records, result) : records;
  for (const { messageId, receiptHandle } of records) postponed.set(messageId, receiptHandle);
  for (const { messageId } of done) postponed.delete(messageId);
  if (done.length === 0) return;
  await client.deleteMessageBatch({
    QueueUrl: queue.url,
    Entries: done.map(({ receiptHandle }, index) => ({ Id: String(index), ReceiptHandle: receiptHandle })),
  });
}

const toRecord = (message: Message, { arn }: LocalQueue, region: string): SQSRecord => ({
  messageId: message.MessageId ?? "",
  receiptHandle: message.ReceiptHandle ?? "",
  body: message.Body ?? "",
  attributes: {
    ApproximateReceiveCount: "1",
    SentTimestamp: "0",
    SenderId: "000000000000",
    ApproximateFirstReceiveTimestamp: "0",
    ...message.Attributes,
  },
  messageAttributes: {},
  md5OfBody: message.MD5OfBody ?? "",
  eventSource: "aws:sqs",
  eventSourceARN: arn,
  awsRegion: region,
});

/**
 * Returns the messages to delete. As in Lambda, a report with an unknown or a missing id counts as a failure
 * of the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function doneOf(records: readonly SQSRecord[], result: unknown): readonly SQSRecord[] {
  if (result === "failed") return [];
  const reported = isRecord(result) ? (result.batchItemFailures ?? []) : [];
  if (!Array.isArray(reported)) return [];
  const failed = reported.map((failure: unknown) => (isRecord(failure) ? failure.itemIdentifier : undefined));
  const known = new Set<unknown>(records.map(({ messageId }) => messageId));
  if (failed.some((id) => !known.has(id))) return [];
  return records.filter(({ messageId }) => !failed.includes(messageId));
}
