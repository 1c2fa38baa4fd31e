import { isRecord } from "../../lib/domain/is-record.ts";
import type { LogLine } from "./cloud.ts";

/** Receive, answer, and record deliveries: the others serve people, who see a failure. */
export const WATCHED_FUNCTIONS = ["worker", "webhook", "delivery"] as const;

const REPORTS: ReadonlySet<unknown> = new Set(["platform.report", "platform.initReport"]);

/**
 * A filter pattern of CloudWatch Logs for the same.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const CRASH_PATTERN =
  '{ ($.type = "platform.report" || $.type = "platform.initReport") && $.record.status != "success" }';

export type Crash = { requestId?: string; why: string };

/**
 * What a line of Lambda's own says about an invocation that did not succeed; `undefined`: nothing.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export function crashIn({ fields }: Pick<LogLine, "fields">): Crash | undefined {
  const { type, record } = fields;
  if (!REPORTS.has(type) || !isRecord(record) || record.status === "success") return undefined;
  const { requestId, errorType, status } = record;
  const metrics = isRecord(record.metrics) ? record.metrics : {};
  return {
    ...(typeof requestId === "string" && { requestId }),
    why: reasonOf(String(status), typeof errorType === "string" ? errorType : "", metrics, type),
  };
}

function reasonOf(
  status: string,
  errorType: string,
  { durationMs, memorySizeMB, maxMemoryUsedMB }: Record<string, unknown>,
  type: unknown,
): string {
  if (type === "platform.initReport") return `could not start (${errorType || status})`;
  if (status === "timeout") return `timed out after ${Math.round(Number(durationMs ?? 0) / 1_000)} s`;
  const isFull = typeof maxMemoryUsedMB === "number" && maxMemoryUsedMB === memorySizeMB;
  if (isFull || /OutOfMemory/.test(errorType))
    return `out of memory${memorySizeMB ? ` (${memorySizeMB} MB)` : ""}`;
  return errorType ? `${status}: ${errorType}` : status;
}
