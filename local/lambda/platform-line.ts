import type { FunctionError } from "./instance.ts";

/**
 * What Lambda itself writes when an invocation does not succeed, as JSON.
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export const platformLine = (
  { status, errorType }: FunctionError["outcome"],
  { requestId, startedAt, now }: { requestId: string; startedAt: number; now: number },
): string =>
  JSON.stringify({
    time: new Date(now).toISOString(),
    type: status === "init" ? "platform.initReport" : "platform.report",
    record: {
      ...(status === "init" ? { phase: "init" } : { requestId }),
      metrics: { durationMs: now - startedAt },
      status: status === "init" ? "error" : status,
      ...(errorType && { errorType }),
    },
  });
