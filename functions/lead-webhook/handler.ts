import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { secondsUntilNewer } from "../../lib/adapters/lambda/newer-version-delay.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import { NewerVersionError } from "../../lib/application/ports/newer-version-error.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import type { ConversationId } from "../../lib/domain/ids.ts";
import { errorFacts, errorNames } from "../../lib/observability/error-facts.ts";

type QueuedLead = { conversation: ConversationId; revision: number };

export type LeadWebhookDeps = {
  /** Throws for a message that it cannot read. */
  read(body: string): QueuedLead;
  /** Throws what a later attempt may cure. */
  post(lead: QueuedLead): Promise<void>;
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  telemetry: Telemetry;
};

const MAX_WAIT_SECONDS = 900;

/** 1, 2, 4 … 900 s, or the receiver's `Retry-After` if that is longer. */
export function waitSeconds(receives: number, retryAfter: number | undefined): number {
  return Math.max(Math.min(2 ** Math.max(0, receives - 1), MAX_WAIT_SECONDS), retryAfter ?? 0);
}

/**
 * In parallel and in any order. A failed lead comes back alone, later each time, and ends in the dead-letter
 * queue.
 */
export function createHandler({
  read,
  post,
  postpone,
  telemetry,
}: LeadWebhookDeps): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const later = ({ receiptHandle }: SQSRecord, seconds: number) =>
    // Not fatal: the message comes back after the queue's visibility timeout.
    postpone(receiptHandle, seconds).catch((failure: unknown) =>
      telemetry.warn("lead.failed", { error: errorNames(failure) }),
    );

  async function handBack(record: SQSRecord, error: unknown) {
    if (error instanceof NewerVersionError) {
      telemetry.warn("version.newer");
      return later(record, secondsUntilNewer(record));
    }
    const { code, retryAfter } =
      error instanceof IntegrationError ? error : { code: undefined, retryAfter: undefined };
    const receives = Number(record.attributes.ApproximateReceiveCount);
    telemetry.count("LeadPostsFailed");
    telemetry.error("lead.failed", { ...errorFacts(error), code, receives });
    return later(record, waitSeconds(receives, retryAfter));
  }

  return async ({ Records }) => {
    const failed = await Promise.all(
      Records.map(async (record) => {
        try {
          await post(read(record.body));
          return [];
        } catch (error) {
          await handBack(record, error);
          return [{ itemIdentifier: record.messageId }];
        }
      }),
    );
    return { batchItemFailures: failed.flat() };
  };
}
