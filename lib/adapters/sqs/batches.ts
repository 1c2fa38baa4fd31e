import { createHash } from "node:crypto";
import type { SendMessageBatchRequestEntry } from "@aws-sdk/client-sqs";
import type { SqsCalls } from "../aws/calls.ts";

export type Queue = { client: SqsCalls; queueUrl: string };
export type Entry = Omit<SendMessageBatchRequestEntry, "Id">;

/** SQS takes ten messages per call, and 1 MiB in all: ours have a few hundred bytes each. */
const PER_CALL = 10;

/** Throws when any was not stored, after trying all. */
export async function sendAll({ client, queueUrl }: Queue, entries: readonly Entry[]): Promise<void> {
  const calls = [];
  for (let at = 0; at < entries.length; at += PER_CALL) calls.push(entries.slice(at, at + PER_CALL));
  const results = await Promise.allSettled(
    calls.map((call) =>
      client.sendMessageBatch({
        QueueUrl: queueUrl,
        Entries: call.map((entry, index) => ({ ...entry, Id: String(index) })),
      }),
    ),
  );
  const failures = results.flatMap((result) =>
    result.status === "rejected"
      ? [result.reason]
      : (result.value.Failed ?? []).map((failed) => new Error(`SQS refused a message: ${failed.Code}`)),
  );
  if (failures.length > 0) throw new AggregateError(failures, "not all messages were queued");
}

/** SQS takes at most 128 characters; provider ids can be longer. */
export const deduplicationId = (...parts: readonly string[]) =>
  createHash("sha256").update(parts.join("\n")).digest("base64url");
