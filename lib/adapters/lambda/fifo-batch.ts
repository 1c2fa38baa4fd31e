import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { ConcurrentWriteError } from "../../application/ports/engine.ts";
import { NewerVersionError } from "../../application/ports/newer-version-error.ts";
import type { Telemetry } from "../../application/ports/telemetry.ts";
import { errorFacts, errorNames } from "../../observability/error-facts.ts";
import { secondsUntilNewer } from "./newer-version-delay.ts";

export type RecordResult = { kind: "done" } | { kind: "later"; seconds: number };

type FifoBatch = {
  handle(record: SQSRecord): Promise<RecordResult>;
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  /**
   * Takes a finished record off the queue at once: its conversation need not wait for the rest of the batch.
   */
  remove(receiptHandle: string): Promise<void>;
  telemetry: Telemetry;
};

const MAX_BACKOFF_SECONDS = 60;
/** Another writer was faster: nothing is wrong, so the wait is short. */
const CONFLICT_RETRY_SECONDS = 1;

/** 1, 2, 4 … 60 s after an unexpected failure. */
const backoff = (record: SQSRecord) =>
  Math.min(2 ** (Number(record.attributes.ApproximateReceiveCount) - 1), MAX_BACKOFF_SECONDS);

function groupsOf(event: SQSEvent): SQSRecord[][] {
  const groups = Map.groupBy(event.Records, (record) => record.attributes.MessageGroupId ?? record.messageId);
  return [...groups.values()];
}

/**
 * Groups run in parallel, the records of a group in order. After an unfinished record, it and the rest of its
 * group go back to the queue.
 */
export async function handleFifoBatch(deps: FifoBatch, event: SQSEvent): Promise<SQSBatchResponse> {
  const groups = groupsOf(event);
  const unfinished = await Promise.all(groups.map((group) => handleGroup(deps, group, groups.length === 1)));
  return { batchItemFailures: unfinished.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Returns the unfinished records. `alone`: no other group waits for this one. */
async function handleGroup(
  deps: FifoBatch,
  records: readonly SQSRecord[],
  alone: boolean,
): Promise<readonly SQSRecord[]> {
  const { handle, postpone, remove, telemetry } = deps;
  for (const [index, record] of records.entries()) {
    const result = await handle(record).catch((error: unknown) => resultOfError(telemetry, record, error));
    if (result.kind === "later") {
      const rest = records.slice(index);
      const postponed = await Promise.allSettled(
        rest.map((each) => postpone(each.receiptHandle, result.seconds)),
      );
      // Not fatal: the records come back after the queue's visibility timeout.
      for (const each of postponed)
        if (each.status === "rejected") telemetry.warn("turn.error", { error: errorNames(each.reason) });
      return rest;
    }
    // Not fatal: Lambda removes finished records at the end of the batch.
    if (!alone)
      await remove(record.receiptHandle).catch((error: unknown) =>
        telemetry.warn("turn.error", { error: errorNames(error) }),
      );
  }
  return [];
}

function resultOfError(telemetry: Telemetry, record: SQSRecord, error: unknown): RecordResult {
  const conversation = record.attributes.MessageGroupId;
  if (error instanceof NewerVersionError) {
    telemetry.warn("version.newer", { conversation });
    return { kind: "later", seconds: secondsUntilNewer(record) };
  }
  if (error instanceof ConcurrentWriteError) {
    telemetry.info("turn.conflict", { conversation });
    return { kind: "later", seconds: CONFLICT_RETRY_SECONDS };
  }
  telemetry.error("turn.error", { conversation, ...errorFacts(error) });
  return { kind: "later", seconds: backoff(record) };
}
