import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDB, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "@jest/globals";
import { CALL_LIMITS } from "../../../lib/adapters/aws/call-limits.ts";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import { eventBridgeEvents } from "../../../lib/adapters/events/eventbridge.ts";
import { schedulerSchedules } from "../../../lib/adapters/scheduler/schedules.ts";
import { secretsManagerSecrets } from "../../../lib/adapters/secrets/secrets-manager.ts";
import { snsNotifications } from "../../../lib/adapters/sns/notifications.ts";
import { sqsTurnQueue } from "../../../lib/adapters/sqs/turn-queue.ts";
import { sqsRemove } from "../../../lib/adapters/sqs/visibility.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import { FakeClock, FakeTelemetry } from "../../support/fakes.ts";
import { FakeServer } from "../../support/http-server.ts";
import { aConversation, anEntry } from "../../support/make.ts";
import { thinAwsAt } from "../../support/thin-aws.ts";
import { startUnhelpful, UNHELPFUL } from "../../support/unhelpful-server.ts";
import { waitFor } from "../../support/wait-for.ts";

/** Milliseconds that a busy machine may be late. */
const SLACK = 1_500;

type Access = {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};
const access = (endpoint: string): Access => ({
  endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
});

const clock = new FakeClock();
const wake = { kind: "wake" as const, conversation: aConversation(), number: numberName("support") };

/** The clients that functions give their adapters. */
const KINDS = {
  sdk: (config: Access, callProfile: "request" | "work") => ({
    dynamodb: awsClient(DynamoDB, callProfile, config),
    sqs: awsClient(SQS, callProfile, config),
    secretsManager: awsClient(SecretsManager, callProfile, config),
    eventBridge: awsClient(EventBridge, callProfile, config),
  }),
  thin({ endpoint }: Access, callProfile: "request" | "work") {
    const aws = thinAwsAt(endpoint, callProfile);
    return {
      dynamodb: aws.dynamodb,
      sqs: aws.sqs,
      secretsManager: aws.secretsManager,
      eventBridge: aws.eventBridge,
    };
  },
};
type Kind = keyof typeof KINDS;
const EITHER = Object.keys(KINDS) as Kind[];

function callsTo(
  kind: Kind,
  config: Access,
  callProfile: "request" | "work",
): Record<string, () => Promise<unknown>> {
  const { dynamodb, sqs, secretsManager, eventBridge } = KINDS[kind](config, callProfile);
  const table = { client: dynamodb, tableName: "t", retentionDays: 8, clock };
  const queue = { client: sqs, queueUrl: `${config.endpoint}/0/turns.fifo` };
  const secrets = secretsManagerSecrets({
    client: secretsManager,
    secretId: "s",
    clock,
    telemetry: new FakeTelemetry(),
  });
  const always = {
    "DynamoDB's put": () => dynamodbLedger(table).record(anEntry(aConversation())),
    "DynamoDB's query": () => dynamodbConversations(table).load(aConversation()),
    "SQS's send": () => sqsTurnQueue(queue).send([wake]),
    "SQS's removal": () => sqsRemove(queue)("receipt"),
    "Secrets Manager's read": () => secrets.get(),
  };
  if (callProfile === "request") return always;
  const events = eventBridgeEvents({ client: eventBridge, busName: "b", clock });
  const notifications = snsNotifications({ topicArn: "arn:aws:sns:us-east-1:000000000000:t", config });
  const schedules = schedulerSchedules({
    group: "g",
    roleArn: "r",
    queueArn: "q",
    clock,
    write: () => "{}",
    config,
  });
  const about = { conversation: aConversation(), number: numberName("support") };
  return {
    ...always,
    "EventBridge's publish": () => events.publish({ type: "handoff.ended", id: "1", ...about, detail: {} }),
    "SNS's publish": () => notifications.send({ subject: "s", text: "t" }),
    "Scheduler's set": () => schedules.set("name", 0, wake),
  };
}

/** Also returns the value or the error. */
async function timed(call: () => Promise<unknown>): Promise<{ milliseconds: number; error: unknown }> {
  const startedAt = performance.now();
  const error = await call().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { milliseconds: performance.now() - startedAt, error };
}

describe("a call to AWS", () => {
  it.concurrent.each(UNHELPFUL)("ends in time when the other side %s", async (kind) => {
    const server = await startUnhelpful(kind);
    try {
      const cases = EITHER.flatMap((kind) =>
        (["request", "work"] as const).flatMap((callProfile) =>
          Object.entries(callsTo(kind, access(server.url), callProfile)).map(([name, call]) => ({
            name: `${name} by ${kind}`,
            callProfile,
            call,
          })),
        ),
      );
      const ends = await Promise.all(
        cases.map(async ({ name, callProfile, call }) => ({ name, callProfile, ...(await timed(call)) })),
      );
      expect(ends.filter(({ error }) => !(error instanceof Error)).map(({ name }) => name)).toEqual([]);
      const late = ends.filter(
        ({ callProfile, milliseconds }) => milliseconds > CALL_LIMITS[callProfile].callMs + SLACK,
      );
      expect(late.map(({ name, callProfile }) => `${name} (${callProfile})`)).toEqual([]);
      expect(server.calls()).toBeGreaterThanOrEqual(cases.length);
    } finally {
      server.stop();
    }
  });

  it.concurrent.each(EITHER)("tries again on another connection when one is silent, in %s", async (kind) => {
    const server = new FakeServer();
    await server.start();
    server.reply = "hang";
    try {
      const { dynamodb: client } = KINDS[kind](access(server.url), "request");
      const call = dynamodbLedger({ client, tableName: "t", retentionDays: 8 }).record(
        anEntry(aConversation()),
      );
      await waitFor("the first attempt", () => server.seen.length === 1);
      server.reply = { status: 200, body: {} };
      await expect(call).resolves.toBe("new");
      expect(server.seen).toHaveLength(2);
    } finally {
      server.stop();
    }
  });

  it.concurrent.each(EITHER)(
    "counts no time that it waits for calls of its own, so that a thousand at once get through a slow service, in %s",
    async (kind) => {
      const waits: (() => void)[] = [];
      let most = 0;
      const server = createServer((request, response) => {
        request.resume();
        waits.push(() => response.end("{}"));
        most = Math.max(most, waits.length);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      // A hundred a second: the last ones wait longer than a call may take.
      const service = setInterval(() => {
        for (const answer of waits.splice(0, 10)) answer();
      }, 100);
      try {
        const { port } = server.address() as AddressInfo;
        const table = {
          client: KINDS[kind](access(`http://127.0.0.1:${port}`), "request").dynamodb,
          tableName: "t",
          retentionDays: 8,
        };
        const calls = Array.from({ length: 600 }, () =>
          dynamodbLedger(table).record(anEntry(aConversation())),
        );
        expect(new Set(await Promise.all(calls))).toEqual(new Set(["new"]));
        expect(most).toBeLessThanOrEqual(50);
      } finally {
        clearInterval(service);
        server.close();
        server.closeAllConnections();
      }
    },
  );

  it("ends at once when its caller aborts it, before and while it is on its way", async () => {
    const server = await startUnhelpful("says nothing");
    const client = awsClient(DynamoDB, "work", access(server.url));
    const call = (signal: AbortSignal) => client.send(new ListTablesCommand(), { abortSignal: signal });
    const caller = new AbortController();
    const started = Date.now();
    const nameOf = ({ name }: Error) => name;
    const running = call(caller.signal).catch(nameOf);
    await waitFor("the connection", () => server.calls() > 0);
    caller.abort();
    const ends = [await running, await call(caller.signal).catch(nameOf)];
    const took = Date.now() - started;
    client.destroy();
    server.stop();
    expect(ends).toEqual(["AbortError", "AbortError"]);
    expect(took).toBeLessThan(SLACK);
  });

  it.concurrent.each(EITHER)("is not tried behind one that found the service silent, in %s", async (kind) => {
    const server = await startUnhelpful("says nothing");
    try {
      const table = {
        client: KINDS[kind](access(server.url), "request").dynamodb,
        tableName: "t",
        retentionDays: 8,
      };
      const calls = Array.from({ length: 500 }, () =>
        timed(() => dynamodbLedger(table).record(anEntry(aConversation()))),
      );
      const ends = await Promise.all(calls);
      expect(ends.every(({ error }) => error instanceof Error && error.name === "TimeoutError")).toBe(true);
      expect(Math.max(...ends.map(({ milliseconds }) => milliseconds))).toBeLessThan(
        CALL_LIMITS.request.callMs + SLACK,
      );
    } finally {
      server.stop();
    }
  });

  it("fits twice into what a function has whose caller waits, and into what the worker keeps free to send", () => {
    expect(CALL_LIMITS.request.callMs * 2).toBeLessThan(10_000);
    expect(CALL_LIMITS.work.callMs * 2).toBeLessThan(15_000);
  });

  it("leaves time for a second attempt within a function of 10 s, also where AWS is emulated", () => {
    const { attemptMs, attempts, callMs } = CALL_LIMITS.emulatedRequest;
    expect(attempts).toBeGreaterThan(1);
    expect(attemptMs * 2).toBeLessThan(callMs);
    expect(callMs).toBeLessThan(10_000);
  });
});
