import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { handleFifoBatch, type RecordResult } from "../../lib/adapters/lambda/fifo-batch.ts";
import { readCommand } from "../../lib/adapters/sqs/envelope.ts";
import type { CommandResult } from "../../lib/application/ports/command-result.ts";
import type { TurnCommand } from "../../lib/application/ports/ports.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { MAX_RECEIVES } from "../../lib/config/derived/limits.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";

export type WorkerDeps = {
  /** Throws what a redelivery may cure. */
  run(command: TurnCommand, deadline: number): Promise<CommandResult>;
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  remove(receiptHandle: string): Promise<void>;
  requeue(command: TurnCommand): Promise<void>;
  now(): number;
  telemetry: Telemetry;
};

/** Kept free at the end of an invocation, to return unfinished records. */
const MARGIN_MS = 3_000;

/** Turns of different conversations run in parallel, those of one in order. */
export function createHandler({
  run,
  postpone,
  remove,
  requeue,
  now,
  telemetry,
}: WorkerDeps): (event: SQSEvent, context: Context) => Promise<SQSBatchResponse> {
  return (event, context) => {
    const deadline = now() + context.getRemainingTimeInMillis() - MARGIN_MS;
    const handle = async (record: SQSRecord): Promise<RecordResult> => {
      const command = readCommand(record.body);
      const result = await run(command, deadline);
      if (result.kind === "done") return result;
      telemetry.info("turn.waiting", {
        conversation: record.attributes.MessageGroupId,
        why: result.why,
        milliseconds: Math.round(result.delayMs),
      });
      // Waiting is no failure: a wake-up that waits for a suspended number must not end in the dead-letter
      // queue.
      if (Number(record.attributes.ApproximateReceiveCount) >= MAX_RECEIVES.turns / 2) {
        await requeue(command);
        return { kind: "done" };
      }
      return { kind: "later", seconds: result.delayMs / SECOND_MS };
    };
    return handleFifoBatch({ handle, postpone, remove, telemetry }, event);
  };
}
