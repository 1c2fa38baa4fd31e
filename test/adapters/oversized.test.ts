import { describe, expect, it } from "@jest/globals";
import { parseMetaWebhook } from "../../lib/providers/meta/webhook/parse.ts";
import { parseTwilioMessage } from "../../lib/providers/twilio/webhook/parse.ts";
import { received, text, webhook } from "../providers/meta/webhook.ts";

const huge = "x".repeat(2_000_000);
const metaMessages = (...messages: unknown[]) => parseMetaWebhook(webhook(received({ messages })));
const twilioForm = (change: Record<string, string>) =>
  Object.entries({
    MessageSid: "SM1",
    From: "whatsapp:+15550177001",
    To: "whatsapp:+14155238886",
    Body: "Hi",
    ...change,
  });

/**
 * The table takes 400 KB an item: a larger one could never be stored, and its POST would come again for a
 * week.
 */
describe("what is too large to be stored", () => {
  it.each([
    ["text", { text: { body: huge } }],
    ["form", { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: { response_json: huge } } }],
    ["media", { type: "image", image: { id: "1", caption: huge } }],
  ])("from Meta is recorded as unsupported, its neighbours as they are: %s", (kind, change) => {
    const events = metaMessages(text("wamid.1"), text("wamid.2", change), text("wamid.3"));
    expect(events).toMatchObject([
      { message: { id: "wamid.1", content: { kind: "text" } } },
      { message: { id: "wamid.2", content: { kind: "unsupported", type: `${kind}/oversized` } } },
      { message: { id: "wamid.3", content: { kind: "text" } } },
    ]);
  });

  it("from Twilio is recorded as unsupported", () => {
    expect(parseTwilioMessage(twilioForm({ Body: huge }))).toMatchObject([
      { message: { content: { kind: "unsupported", type: "text/oversized" } } },
    ]);
  });

  it("costs a customer the name, not the answer", () => {
    const contacts = [
      { wa_id: "15550177001", profile: { name: huge, username: huge }, parent_user_id: huge },
    ];
    const [event] = parseMetaWebhook(
      webhook(received({ contacts, messages: [text("wamid.1", { context: { id: huge } })] })),
    );
    expect(event).toMatchObject({ message: { content: { kind: "text" } } });
    expect(JSON.stringify(event).length).toBeLessThan(1_000);
    const [other] = parseTwilioMessage(
      twilioForm({
        ProfileName: huge,
        ExternalUserId: huge,
        WaId: "9".repeat(3_000),
        OriginalRepliedMessageSid: huge,
      }),
    );
    expect(other).toMatchObject({
      message: { content: { kind: "text", text: "Hi" }, customer: { phone: "15550177001" } },
    });
    expect(JSON.stringify(other).length).toBeLessThan(1_000);
  });
});

describe("ids that would come back changed from the table", () => {
  it.each(["wamid.\ud800", "\udfffwamid"])("are nobody's: %j", (id) =>
    expect(metaMessages(text(id), text("wamid.ok"))).toMatchObject([
      { kind: "ignored", reason: "malformed-item" },
      { message: { id: "wamid.ok" } },
    ]),
  );
});
