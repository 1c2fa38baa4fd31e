import { describe, expect, it } from "@jest/globals";
import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type { HttpRequest, HttpResponse } from "../../../lib/adapters/lambda/http.ts";
import { redeliverOnError, withTelemetry } from "../../../lib/adapters/lambda/middleware.ts";
import { errorNames } from "../../../lib/observability/error-facts.ts";
import { FakeTelemetry } from "../../support/fakes.ts";

class FakeLambdaTelemetry extends FakeTelemetry {
  requests: string[] = [];
  flushed = 0;
  // Both return something, as Powertools' own methods do: it must not become the function's answer.
  begin = (requestId: string) => this.requests.push(requestId);
  flush = () => ++this.flushed;
}

const context = { awsRequestId: "r1" } as Context;
const request = {} as HttpRequest;

function wrapped(handler: () => Promise<HttpResponse>) {
  const telemetry = new FakeLambdaTelemetry();
  return {
    telemetry,
    handler: middy(handler).use(withTelemetry(telemetry)).use(redeliverOnError(telemetry)),
  };
}

describe("what surrounds every function", () => {
  it("passes the answer on untouched, names the request and writes the metrics", async () => {
    const { telemetry, handler } = wrapped(async () => ({ statusCode: 200, body: "1158201444" }));
    expect(await handler(request, context)).toEqual({ statusCode: 200, body: "1158201444" });
    expect(telemetry).toMatchObject({ requests: ["r1"], flushed: 1 });
  });

  it("turns any error into a 503 without details, logs its names and frames without its message, and counts it", async () => {
    const { telemetry, handler } = wrapped(() =>
      Promise.reject(new AggregateError([new TypeError("+15550177001"), new RangeError("hello")])),
    );
    expect(await handler(request, context)).toMatchObject({ statusCode: 503, body: "try again" });
    const frames = expect.stringMatching(
      /^middleware\.test\.ts:\d+.* \| of TypeError: middleware\.test\.ts:/,
    );
    expect(telemetry.lines).toEqual([
      { level: "error", code: "webhook.failed", facts: { error: "TypeError,RangeError", frames } },
    ]);
    expect(JSON.stringify(telemetry.lines)).not.toMatch(/1555|hello/);
    expect(telemetry.sum("WebhookFailed")).toBe(1);
    expect(telemetry.flushed).toBe(1);
  });

  it("finds a name for anything thrown", () => {
    expect(errorNames("text")).toBe("unknown");
    expect(errorNames(new AggregateError([]))).toBe("");
  });
});
