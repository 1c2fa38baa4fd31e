import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { ConcurrentWriteError } from "../../application/ports/engine.ts";
import { NewerVersionError } from "../../application/ports/newer-version-error.ts";
import type { Telemetry } from "../../application/ports/telemetry.ts";
import { errorFacts, errorNames } from "../../observability/error-facts.ts";
import { secondsUntilNewer } from "./newer-version-delay.ts";

export type RecordResult = { kind: "done" } | { kind: "later"; seconds: number };

type FifoBatch = {
  handle(record: SQSRecord): Promise<RecordResult>;
  /** Returns a record to the queue, invisible for so many seconds. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  /**
   * Takes a finished record off the queue at once, so that its conversation does not wait for the rest of the
   * batch.
   */
  remove(receiptHandle: string): Promise<void>;
  telemetry: Telemetry;
};

const MAX_BACKOFF_SECONDS = 60;
/** Another writer was faster: nothing is wrong, so the wait is short. */
const CONFLICT_RETRY_SECONDS = 1;

/** 1, 2, 4 … 60 s after an unexpected failure. */
const backoff = (record: SQSRecord) => Math.min(2 ** (Number(record.attributes.ApproximateReceiveCount) - 1), MAX_BACKOFF_SECONDS);

function groupsOf(event: SQSEvent): SQSRecord[][] {
  const groups = Map.groupBy(event.Records, (record) => record.attributes.MessageGroupId ?? record.messageId);
  return [...groups.values()];
}

/**
 * Handles a batch of a FIFO queue: groups in parallel, the records of a group in order.
 * After an unfinished record, it and the rest of its group go back to the queue, so that order is kept.
 */
export const fifoBatchWith = ({ handle, postpone, remove, telemetry }: FifoBatch) => {
  /** Lambda removes finished records only at the end of the batch. Not fatal: it will. */
  const removeEarly = (record: SQSRecord) =>
    remove(record.receiptHandle).catch((error: unknown) => telemetry.warn("turn.error", { error: errorNames(error) }));

  async function handleGroup(records: readonly SQSRecord[], alone: boolean): Promise<SQSRecord[]> {
    for (const [index, record] of records.entries()) {
      const handled = await handle(record).catch((error: unknown): RecordResult => {
        if (error instanceof NewerVersionError) {
          telemetry.warn("version.newer", { conversation: record.attributes.MessageGroupId });
          return { kind: "later", seconds: secondsUntilNewer(record) };
        }
        if (error instanceof ConcurrentWriteError) {
          telemetry.info("turn.overtaken", { conversation: record.attributes.MessageGroupId });
          return { kind: "later", seconds: CONFLICT_RETRY_SECONDS };
        }
        telemetry.error("turn.error", { conversation: record.attributes.MessageGroupId, ...errorFacts(error) });
        return { kind: "later", seconds: backoff(record) };
      });
      if (handled.kind === "done") {
        if (!alone) await removeEarly(record);
        continue;
      }
      const rest = records.slice(index);
      const postponed = await Promise.allSettled(rest.map((each) => postpone(each.receiptHandle, handled.seconds)));
      // Not fatal: the records come back after the queue's visibility timeout.
      for (const result of postponed) if (result.status === "rejected") telemetry.warn("turn.error", { error: errorNames(result.reason) });
      return rest;
    }
    return [];
  }

  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const groups = groupsOf(event);
    const unfinished = await Promise.all(groups.map((group) => handleGroup(group, groups.length === 1)));
    return { batchItemFailures: unfinished.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
};
