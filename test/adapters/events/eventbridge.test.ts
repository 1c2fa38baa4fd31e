import { EventBridge } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { EventBridgeCalls } from "../../../lib/adapters/aws/calls.ts";
import { eventBridgeEvents } from "../../../lib/adapters/events/eventbridge.ts";
import type { BusinessEvent } from "../../../lib/domain/business-event.ts";
import { conversationId, numberName } from "../../../lib/domain/ids.ts";
import { FakeServer } from "../../support/http-server.ts";
import { thinAwsAt } from "../../support/thin-aws.ts";

const NOW = Date.parse("2026-11-24T10:00:00.000Z");
const event: BusinessEvent = {
  type: "handoff.requested",
  id: "conv-1.handoff.h1",
  conversation: conversationId("conv-1"),
  number: numberName("support"),
  detail: {
    handoff: "h1",
    customer: { profileName: "Zoë" },
    transcript: [{ at: NOW, from: "customer", text: "Grüße 🙏" }],
  },
};

const CLIENTS = [
  [
    "the SDK",
    (endpoint: string) =>
      new EventBridge({
        region: "us-east-1",
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
        endpoint,
        maxAttempts: 1,
      }),
  ],
  ["the functions' client", (url: string) => thinAwsAt(url).eventBridge],
] as const;

describe.each(CLIENTS)("an event on the bus, sent by %s", (_, clientOf) => {
  let server: FakeServer;
  let client: EventBridgeCalls;
  beforeEach(async () => {
    server = new FakeServer();
    await server.start();
    client = clientOf(server.url);
  });
  afterEach(() => server.stop());
  const publish = () =>
    eventBridgeEvents({ client, busName: "bus", clock: { now: () => NOW } }).publish(event);

  it("has its version, its id and all of its content, however deep", async () => {
    server.reply = { status: 200, body: { FailedEntryCount: 0, Entries: [{ EventId: "1" }] } };
    await publish();
    const { Entries } = JSON.parse(server.seen[0]?.body ?? "");
    expect(Entries).toMatchObject([
      {
        EventBusName: "bus",
        Source: "chatsby.whatsapp",
        DetailType: "handoff.requested",
        Time: NOW / 1000,
      },
    ]);
    expect(JSON.parse(Entries[0].Detail)).toEqual({
      version: 1,
      id: "conv-1.handoff.h1",
      conversation: "conv-1",
      number: "support",
      ...event.detail,
    });
  });

  it("is not published when the bus took the request but not the event", async () => {
    server.reply = {
      status: 200,
      body: { FailedEntryCount: 1, Entries: [{ ErrorCode: "ThrottlingException", ErrorMessage: "Zoë" }] },
    };
    await expect(publish()).rejects.toThrow("EventBridge refused an event: ThrottlingException");
  });
});
