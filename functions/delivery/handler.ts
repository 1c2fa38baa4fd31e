import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { secondsUntilNewer } from "../../lib/adapters/lambda/newer-version-delay.ts";
import { readReport } from "../../lib/adapters/sqs/envelope.ts";
import { NewerVersionError } from "../../lib/application/ports/newer-version-error.ts";
import type { ReportedStatus } from "../../lib/application/ports/ports.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import type { Notice } from "../../lib/domain/inbound/inbound.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";

export type DeliveryDeps = {
  /** Throws what a redelivery may cure. */
  record(status: ReportedStatus): Promise<void>;
  /** "busy": to be asked again. Throws what a redelivery may cure. */
  tell(notices: readonly Notice[]): Promise<"done" | "busy">;
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  telemetry: Telemetry;
};

/** In parallel and in any order. What failed is redelivered alone. */
export function createHandler({
  record,
  tell,
  postpone,
  telemetry,
}: DeliveryDeps): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const failed = (error: unknown) => telemetry.error("delivery.error", errorFacts(error));

  async function handle(received: SQSRecord): Promise<SQSBatchResponse["batchItemFailures"]> {
    try {
      const report = readReport(received.body);
      const done = report.kind === "status" ? await record(report.status) : await tell(report.notices);
      return done === "busy" ? [{ itemIdentifier: received.messageId }] : [];
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
