import { describe, expect, it } from "@jest/globals";
import { parseMetaWebhook } from "../../../lib/providers/meta/webhook/parse.ts";
import { fieldWebhook, received } from "./webhook.ts";

const MALFORMED = { kind: "ignored", reason: "malformed-item" };

const echo = (id: string, change: Record<string, unknown> = {}) => ({
  from: "15550100200",
  to: "15550177001",
  to_user_id: "US.1",
  id,
  timestamp: "1795430001",
  type: "text",
  text: { body: "I am on it" },
  ...change,
});
const parseEchoes = (message_echoes: unknown, beside: Record<string, unknown> = {}) =>
  parseMetaWebhook(fieldWebhook("smb_message_echoes", received({ message_echoes, ...beside })));
const readEcho = (change: Record<string, unknown>, beside?: Record<string, unknown>) => {
  const [event] = parseEchoes([echo("wamid.1", change)], beside);
  return event?.kind === "echo" ? event.message : event;
};

describe("what a person wrote from the business app", () => {
  it.each<[string, Record<string, unknown>, unknown]>([
    ["a text", {}, { kind: "echo", what: "text", text: "I am on it" }],
    [
      "a captioned picture",
      { type: "image", image: { id: "5", caption: "This one" } },
      { kind: "echo", what: "image", text: "This one" },
    ],
    ["a voice note", { type: "audio", audio: { id: "5", voice: true } }, { kind: "echo", what: "audio" }],
    [
      "a correction",
      {
        type: "edit",
        edit: { original_message_id: "wamid.0", message: { type: "text", text: { body: "I was on it" } } },
      },
      { kind: "echo", what: "edit", text: "I was on it", act: true },
    ],
    [
      "a reaction",
      { type: "reaction", reaction: { message_id: "wamid.0", emoji: "👍" } },
      { kind: "echo", what: "reaction", act: true },
    ],
    [
      "a deletion",
      { type: "revoke", revoke: { original_message_id: "wamid.0" } },
      { kind: "echo", what: "revoke", act: true },
    ],
    [
      "a pinned message",
      { type: "unsupported", unsupported: { type: "pin" }, errors: [{ code: 131_051 }] },
      { kind: "echo", what: "pin", act: true },
    ],
    [
      "a poll",
      { type: "unsupported", unsupported: { type: "poll_creation" } },
      { kind: "echo", what: "poll_creation" },
    ],
    [
      "something new about a message",
      { type: "hologram_vote", hologram_vote: { original_message_id: "wamid.0" } },
      { kind: "echo", what: "hologram_vote", act: true },
    ],
    [
      "a place",
      { type: "location", location: { latitude: 1, longitude: 2 } },
      { kind: "echo", what: "location" },
    ],
    ["a template", { type: "template", template: { name: "hello" } }, { kind: "echo", what: "template" }],
    ["something new", { type: "hologram", hologram: {} }, { kind: "echo", what: "hologram" }],
    ["something without a type", { type: undefined }, { kind: "echo", what: "none" }],
    [
      "a text larger than the table takes",
      { text: { body: "x".repeat(300_000) } },
      { kind: "echo", what: "text" },
    ],
  ])("is reported: %s", (_, change, content) => {
    expect(readEcho(change)).toHaveProperty("content", content);
  });

  it("belongs to the conversation of whom it was written to, never to the business's own number", () => {
    expect(readEcho({})).toMatchObject({
      id: "wamid.1",
      businessNumber: "310000000000007",
      customer: { userId: "US.1", phone: "15550177001" },
      sentAt: 1_795_430_001_000,
    });
    expect(readEcho({ to: undefined })).toHaveProperty("customer", { userId: "US.1" });
    expect(readEcho({ to: "US.1", to_user_id: undefined })).toEqual(MALFORMED);
  });

  it("finds the ids that it lacks in the contacts, so that it is the conversation that the customer's own messages go to", () => {
    const contacts = [
      { user_id: "US.2", wa_id: "15550177002", profile: { name: "Bo" } },
      { user_id: "US.1", wa_id: "15550177001", profile: { name: "Dana" } },
    ];
    const dana = { userId: "US.1", phone: "15550177001", profileName: "Dana" };
    expect(readEcho({ to_user_id: undefined }, { contacts })).toHaveProperty("customer", dana);
    expect(readEcho({ to: undefined }, { contacts })).toHaveProperty("customer", dana);
    const differently = [{ wa_id: "525500000001", user_id: "MX.1" }];
    expect(
      readEcho({ to: "5215500000001", to_user_id: undefined }, { contacts: differently }),
    ).toHaveProperty("customer.userId", "MX.1");
    expect(
      readEcho({ to: undefined, to_user_id: "US.3" }, { contacts: contacts.slice(0, 1) }),
    ).toHaveProperty("customer", {
      userId: "US.3",
    });
  });

  it("costs no neighbour when it cannot be read", () => {
    const events = parseEchoes([
      echo("wamid.1"),
      null,
      echo(""),
      echo("wamid.2", { to: "", to_user_id: "" }),
      echo("wamid.3"),
    ]);
    expect(events.map((event) => (event.kind === "echo" ? event.message.id : event))).toEqual([
      "wamid.1",
      MALFORMED,
      MALFORMED,
      MALFORMED,
      "wamid.3",
    ]);
  });

  it("belongs to nobody without our number", () => {
    expect(
      parseMetaWebhook(fieldWebhook("smb_message_echoes", { message_echoes: [echo("wamid.1")] })),
    ).toEqual([MALFORMED]);
    expect(parseMetaWebhook(fieldWebhook("smb_message_echoes", null))).toEqual([MALFORMED]);
  });

  it("is not ours to act upon while another app answers", () => {
    const standby = { message_echoes: [echo("wamid.1")] };
    for (const field of ["messages", "smb_message_echoes", "standby"])
      expect(parseMetaWebhook(fieldWebhook(field, received({ standby })))).toEqual([
        { kind: "ignored", reason: "standby" },
      ]);
  });
});

const preference = (change: Record<string, unknown> = {}) => ({
  wa_id: "15550177001",
  user_id: "US.1",
  category: "marketing_messages",
  value: "stop",
  timestamp: 1_795_430_000,
  ...change,
});
const parsePreferences = (...user_preferences: unknown[]) =>
  parseMetaWebhook(fieldWebhook("user_preferences", received({ user_preferences })));

describe("what a customer chose about marketing in WhatsApp itself", () => {
  it.each([
    ["stop", "stop"],
    ["resume", "start"],
    ["signup", "start"],
  ])("is a consent change: %s means %s", (value, action) => {
    expect(parsePreferences(preference({ value }))).toEqual([
      {
        kind: "preference",
        preference: {
          provider: "meta",
          businessNumber: "310000000000007",
          customer: { userId: "US.1", phone: "15550177001" },
          action,
          at: 1_795_430_000_000,
        },
      },
    ]);
  });

  it("is known of a customer without a phone too", () => {
    expect(parsePreferences(preference({ wa_id: undefined }))).toMatchObject([
      { preference: { customer: { userId: "US.1" } } },
    ]);
  });

  it.each([
    ["another category", { category: "service_messages" }],
    ["no category", { category: undefined }],
    ["another choice", { value: "pause" }],
    ["no choice", { value: undefined }],
    ["the name of a built-in property", { value: "constructor" }],
  ])("is ignored: %s", (_, change) => {
    expect(parsePreferences(preference(change))).toEqual([
      { kind: "ignored", reason: "other-field", detail: "user_preferences" },
    ]);
  });

  it.each([
    ["nobody", { wa_id: "", user_id: "" }],
    ["no time: of two choices the later one counts", { timestamp: undefined }],
    ["an invalid time", { timestamp: "yesterday" }],
  ])("is malformed with %s, and costs no neighbour", (_, change) => {
    expect(parsePreferences(preference(change), preference())).toMatchObject([
      MALFORMED,
      { kind: "preference" },
    ]);
  });
});
