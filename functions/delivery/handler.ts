import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { secondsUntilNewer } from "../../lib/adapters/lambda/newer-version-delay.ts";
import { readStatus } from "../../lib/adapters/sqs/envelope.ts";
import { NewerVersionError } from "../../lib/application/ports/newer-version-error.ts";
import type { ReportedStatus } from "../../lib/application/ports/ports.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";

export type DeliveryDeps = {
  /** Throws what a redelivery may cure. */
  record(status: ReportedStatus): Promise<void>;
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  telemetry: Telemetry;
};

/** In parallel and in any order. A failed status is redelivered alone. */
export function createHandler({
  record,
  postpone,
  telemetry,
}: DeliveryDeps): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const failed = (error: unknown) => telemetry.error("delivery.error", errorFacts(error));

  async function handle(received: SQSRecord): Promise<SQSBatchResponse["batchItemFailures"]> {
    try {
      await record(readStatus(received.body));
      return [];
    } catch (error) {
      if (error instanceof NewerVersionError) {
        telemetry.warn("version.newer");
        // Not fatal: the message comes back after the queue's visibility timeout.
        await postpone(received.receiptHandle, secondsUntilNewer(received)).catch(failed);
      } else failed(error);
      return [{ itemIdentifier: received.messageId }];
    }
  }

  return async ({ Records }) => ({ batchItemFailures: (await Promise.all(Records.map(handle))).flat() });
}
