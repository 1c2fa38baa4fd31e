import { EventBridge } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { eventBridgeEvents } from "../../../lib/adapters/events/eventbridge.ts";
import type { BusinessEvent } from "../../../lib/domain/business-event.ts";
import { conversationId, numberName } from "../../../lib/domain/ids.ts";
import { FakeServer } from "../../support/http-server.ts";

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

describe("an event on the bus", () => {
  let server: FakeServer;
  let client: EventBridge;
  beforeEach(async () => {
    server = new FakeServer();
    await server.start();
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    client = new EventBridge({
      region: "us-east-1",
      credentials,
      endpoint: server.url,
      maxAttempts: 1,
    });
  });
  afterEach(() => {
    client.destroy();
    server.stop();
  });
  const publish = () =>
    eventBridgeEvents({ client, busName: "bus", clock: { now: () => NOW } }).publish(event);

  it("has its version, its id and all of its content, however deep", async () => {
    server.reply = { status: 200, body: { FailedEntryCount: 0, Entries: [{ EventId: "1" }] } };
    await publish();
    const { Entries } = JSON.parse(server.seen[0]?.body ?? "");
    expect(Entries).toMatchObject([
      { EventBusName: "bus", Source: "chatsby.whatsapp", DetailType: "handoff.requested" },
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
