import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { errorNames } from "../../lib/adapters/lambda/middleware.ts";
import { readStatus } from "../../lib/adapters/sqs/envelope.ts";
import type { ReportedStatus } from "../../lib/application/ports.ts";
import type { Telemetry } from "../../lib/application/telemetry.ts";

export type DeliveryDeps = {
  /** Keeps what the status says. Throws what only a redelivery may cure. */
  record(status: ReportedStatus): Promise<void>;
  telemetry: Telemetry;
};

/** Statuses in any order, side by side; one that fails comes again alone. */
export const createHandler =
  ({ record, telemetry }: DeliveryDeps) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const results = await Promise.allSettled(event.Records.map(async ({ body }) => record(readStatus(body))));
    const batchItemFailures = event.Records.filter((_, index) => results[index]?.status === "rejected").map(({ messageId }) => ({
      itemIdentifier: messageId,
    }));
    for (const result of results) if (result.status === "rejected") telemetry.error("delivery.error", { error: errorNames(result.reason) });
    return { batchItemFailures };
  };
