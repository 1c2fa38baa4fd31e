import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { messageId } from "../../../../lib/domain/ids.ts";
import type {
  Content,
  DeliveryState,
  InboundEvent,
  InboundMessage,
} from "../../../../lib/domain/inbound/inbound.ts";
import { type FormParams, parseTwilioForm } from "../../../../lib/providers/twilio/webhook/form.ts";
import { parseTwilioMessage, parseTwilioStatus } from "../../../../lib/providers/twilio/webhook/parse.ts";
import { anyText } from "../../../support/any-text.ts";
import { PAYLOADS, payload } from "../../../support/payloads.ts";

const us = "whatsapp:+14155238886";
const REFERENCE = "cw1.conv.turn.0.1";

const message = (n: string, content: Content, change: Partial<InboundMessage> = {}): InboundEvent => ({
  kind: "message",
  message: {
    id: messageId(`SM000000000000000000000000fa4e00${n}`),
    provider: "twilio",
    businessNumber: us,
    customer: { phone: "15550177001", profileName: "Dana Test" },
    content,
    ...change,
  },
});
const mediaSid = (n: string) => `MM000000000000000000000000fa4e00${n}`;
const mediaUrl = (n: string, medium: string) =>
  `https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/${mediaSid(n)}/Media/ME000000000000000000000000000000${medium}`;
const mediaMessage = (
  n: string,
  kind: "image" | "voice" | "document",
  change: Partial<Content & { kind: "media" }> = {},
) =>
  message(
    n,
    { kind: "media", media: kind, mediaId: mediaUrl(n, n), ...change },
    { id: messageId(mediaSid(n)) },
  );
const status = (n: string, state: DeliveryState, code?: string): InboundEvent => ({
  kind: "status",
  status: {
    provider: "twilio",
    businessNumber: us,
    id: `SM000000000000000000000000fa4e00${n}`,
    state,
    reference: REFERENCE,
    ...(code && { code }),
  },
});

const EXPECTED: Record<string, InboundEvent> = {
  "in_ad_referral.txt": message(
    "0d",
    { kind: "text", text: "Hi, saw your ad" },
    {
      referral: {
        sourceType: "ad",
        sourceId: "120200000000000001",
        sourceUrl: "https://fb.me/FakeAd001",
        headline: "Lamp House",
        body: "Autumn sale",
        media: "image",
        clickId: "ARFakeClick01",
      },
    },
  ),
  "in_button_quick_reply.txt": message(
    "09",
    { kind: "button", text: "Confirm", payload: "CONFIRM_77" },
    { quoted: "MM000000000000000000000000fa4e0384" },
  ),
  "in_ad_referral_headline_body.txt": message(
    "12",
    { kind: "text", text: "Can I get more info on this?" },
    {
      referral: {
        sourceType: "ad",
        sourceId: "1",
        sourceUrl: "https://fb.me/x",
        headline: "30% off",
        body: "LUMEN 7 in brass for $69",
      },
    },
  ),
  "in_document_caption.txt": mediaMessage("11", "document", { caption: "Is this one paid?" }),
  "in_text_external_user_identifier.txt": message(
    "14",
    { kind: "text", text: "hello" },
    { customer: { userId: "US.41002003004005006007", phone: "15550177001", profileName: "Dana Test" } },
  ),
  "in_three_media.txt": mediaMessage("10", "image", {
    caption: "my receipts",
    more: [
      { media: "image", mediaId: mediaUrl("10", "11") },
      { media: "document", mediaId: mediaUrl("10", "12") },
    ],
  }),
  "in_unsupported.txt": message("13", { kind: "unsupported", type: "unsupported" }),
  "in_document.txt": mediaMessage("07", "document", { filename: "Factura año.pdf" }),
  "in_forwarded.txt": message("0c", { kind: "text", text: "look" }, { forwarded: true }),
  "in_image.txt": mediaMessage("05", "image", { caption: "the broken part" }),
  "in_location.txt": message("08", {
    kind: "location",
    latitude: 40.748817,
    longitude: -73.985428,
    name: "Sample Tower",
    address: "1 Sample Street",
  }),
  "in_optout_stop.txt": message("0e", { kind: "opt-out", word: "stop" }),
  "in_text.txt": message("01", { kind: "text", text: "Hi, is the lamp available?" }),
  "in_text_external_user_id.txt": message(
    "03",
    { kind: "text", text: "hello" },
    { customer: { userId: "US.41002003004005006007", phone: "15550177001", profileName: "Dana Test" } },
  ),
  "in_voice_note_empty_body.txt": mediaMessage("06", "voice"),
  "status_delivered.txt": status("32", "delivered"),
  "status_failed_63024.txt": status("34", "failed", "63024"),
  "status_queued.txt": status("32", "sent"),
  "status_read.txt": status("32", "read"),
  "status_sent.txt": status("32", "sent"),
};

const files = PAYLOADS.filter(({ provider }) => provider === "twilio").map(({ file }) =>
  file.replace("twilio/", ""),
);
const paramsOf = (file: string) => parseTwilioForm(payload(`twilio/${file}`).raw) ?? [];

describe("Twilio's webhook payloads", () => {
  it("are all expected here", () => expect(files.toSorted()).toEqual(Object.keys(EXPECTED).toSorted()));

  it.each(files)("reads %s", (file) => {
    const events = file.startsWith("status")
      ? parseTwilioStatus(paramsOf(file), REFERENCE)
      : parseTwilioMessage(paramsOf(file));
    expect(events).toEqual([EXPECTED[file]]);
  });

  it.each(files.filter((file) => file.startsWith("in_")))(
    "reads %s as a message although it was sent to the status route",
    (file) => {
      expect(parseTwilioStatus(paramsOf(file), REFERENCE)).toEqual([EXPECTED[file]]);
    },
  );

  it("reads a status as one, without our reference, although it was sent to the message route", () => {
    const [event] = parseTwilioMessage(paramsOf("status_delivered.txt"));
    expect(event).toMatchObject({ kind: "status", status: { state: "delivered" } });
    expect(event).not.toHaveProperty("status.reference");
  });
});

/** `change` replaces fields, or removes those that are `undefined`. */
const form = (change: Record<string, string | undefined>): FormParams =>
  Object.entries({
    MessageSid: "SM1",
    From: "whatsapp:+15550177001",
    To: us,
    Body: "hi",
    NumMedia: "0",
    SmsStatus: "received",
    ...change,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
const read = (change: Record<string, string | undefined>) => {
  const [event] = parseTwilioMessage(form(change));
  return event?.kind === "message" ? event.message : event;
};

describe("a message from Twilio", () => {
  it.each<[string, Record<string, string | undefined>, Content]>([
    [
      "a sticker",
      { NumMedia: "1", MediaContentType0: "image/webp", MediaUrl0: "u", Body: "" },
      { kind: "media", media: "sticker", mediaId: "u" },
    ],
    [
      "a picture in WebP",
      { NumMedia: "1", MediaContentType0: "image/webp", MessageType: "image", Body: "" },
      { kind: "media", media: "image" },
    ],
    [
      "a video",
      { NumMedia: "1", MediaContentType0: "video/mp4", Body: "see" },
      { kind: "media", media: "video", caption: "see" },
    ],
    [
      "a song",
      { NumMedia: "1", MediaContentType0: "audio/mpeg", Body: "" },
      { kind: "media", media: "audio" },
    ],
    [
      "media of an unknown kind",
      { NumMedia: "1", MediaContentType0: "", Body: "a.zip" },
      { kind: "media", media: "document", filename: "a.zip" },
    ],
    [
      "a shared contact",
      { NumMedia: "1", MediaContentType0: "text/vcard", Body: "Bo" },
      { kind: "contacts", contacts: [{ name: "Bo", phones: [], emails: [] }] },
    ],
    [
      "a list entry",
      { ListId: "x", ListTitle: "Express", ListDescription: "1 day" },
      { kind: "choice", id: "x", title: "Express", description: "1 day" },
    ],
    [
      "a list entry without a title",
      { ListId: "x", Body: "Express" },
      { kind: "choice", id: "x", title: "Express" },
    ],
    ["a form", { FlowData: '{"a":1}', Body: "" }, { kind: "form", responseJson: '{"a":1}' }],
    [
      "interactive data",
      { InteractiveData: "{", MessageType: "interactive" },
      { kind: "form", responseJson: "{" },
    ],
    [
      "a reaction",
      { MessageType: "reaction", Body: "👍", OriginalRepliedMessageSid: "SM0" },
      { kind: "reaction", to: "SM0", emoji: "👍" },
    ],
    [
      "a document with a caption",
      { NumMedia: "1", MediaContentType0: "application/pdf", MediaUrl0: "u", Body: "please look at 1.2" },
      { kind: "media", media: "document", mediaId: "u", caption: "please look at 1.2" },
    ],
    [
      "pictures beside a shared contact",
      {
        NumMedia: "2",
        MediaContentType0: "text/vcard",
        MediaUrl0: "c",
        MediaContentType1: "image/png",
        MediaUrl1: "p",
        Body: "",
      },
      { kind: "media", media: "image", mediaId: "p", more: [{ media: "contact", mediaId: "c" }] },
    ],
    [
      "more media than there are fields for",
      { NumMedia: "99", MediaContentType0: "image/png", MediaUrl0: "u", Body: "" },
      { kind: "media", media: "image", mediaId: "u" },
    ],
    [
      "what WhatsApp did not pass on",
      { MessageType: "unsupported", Body: "Message type is currently not supported", ErrorCode: "63015" },
      { kind: "unsupported", type: "unsupported", code: "63015" },
    ],
    ["START", { OptOutType: "START" }, { kind: "opt-out", word: "start" }],
    ["HELP in lower case", { OptOutType: "help" }, { kind: "opt-out", word: "help" }],
    ["an unknown opt-out type", { OptOutType: "__proto__" }, { kind: "text", text: "hi" }],
    ["a place without numbers", { Latitude: "here", Longitude: "there" }, { kind: "text", text: "hi" }],
    [
      "an unknown kind without text",
      { MessageType: "order", Body: "" },
      { kind: "unsupported", type: "order" },
    ],
    ["nothing", { Body: undefined }, { kind: "unsupported", type: "empty" }],
  ])("is read by its fields: %s", (_, change, content) => {
    expect(read(change)).toMatchObject({ content });
    expect(read(change)).toHaveProperty("content", content);
  });

  it.each<[string, Record<string, string | undefined>, unknown]>([
    ["a phone", {}, { phone: "15550177001" }],
    ["a user id as the address", { From: "whatsapp:US.1" }, { userId: "US.1" }],
    [
      "a user id as the address, and a phone beside it",
      { From: "whatsapp:US.1", WaId: "15550177001" },
      { userId: "US.1", phone: "15550177001" },
    ],
    ["both", { ExternalUserId: "US.2" }, { userId: "US.2", phone: "15550177001" }],
    [
      "both, the id by its other name",
      { ExternalUserIdentifier: "US.2" },
      { userId: "US.2", phone: "15550177001" },
    ],
    [
      "a user id written as an address",
      { ExternalUserId: "whatsapp:US.2" },
      { userId: "US.2", phone: "15550177001" },
    ],
    ["a phone beside a blank address", { From: "", WaId: "15550177001" }, { phone: "15550177001" }],
  ])("is from %s", (_, change, customer) => {
    expect(read(change)).toHaveProperty("customer", customer);
  });

  it.each([
    ["an id", { MessageSid: "" }],
    ["our number", { To: undefined }],
    ["a customer", { From: "whatsapp:", WaId: "" }],
    ["an id that a key could hold", { MessageSid: "S".repeat(513) }],
  ])("is malformed without %s", (_, change) => {
    expect(parseTwilioMessage(form(change))).toEqual([{ kind: "ignored", reason: "malformed-item" }]);
  });
});

describe("the ad that led a customer to Twilio's number", () => {
  it("comes with any kind of message, as far as it is known", () => {
    const photo = { NumMedia: "1", MediaContentType0: "image/jpeg", Body: "" };
    expect(
      read({ ...photo, ReferralNumMedia: "1", ReferralSourceType: "post", ReferralCtwaClid: "" }),
    ).toMatchObject({
      content: { kind: "media" },
      referral: { sourceType: "post" },
    });
  });

  it("is absent where only the number of its media is given, which every message has", () => {
    expect(read({ ReferralNumMedia: "0" })).not.toHaveProperty("referral");
  });

  it("leaves out an id that is too long, and truncates long text", () => {
    const referral = { headline: `${"x".repeat(300)}…`, media: "video" };
    const given = {
      ReferralSourceId: "1".repeat(513),
      ReferralHeadline: "x".repeat(513),
      ReferralMediaContentType: "Video/mp4",
    };
    expect(read(given)).toHaveProperty("referral", referral);
  });
});

describe("a status from Twilio", () => {
  const of = (MessageStatus: string, change: Record<string, string | undefined> = {}) =>
    parseTwilioStatus(
      form({ From: us, To: "whatsapp:+15550177001", SmsStatus: undefined, MessageStatus, ...change }),
      REFERENCE,
    )[0];

  it.each(["queued", "accepted", "sending", "scheduled"])("%s proves that Twilio has the message", (name) => {
    expect(of(name)).toMatchObject({ kind: "status", status: { state: "sent", reference: REFERENCE } });
  });

  it("is a delivery confirmation also without its sender", () => {
    expect(of("delivered", { From: undefined })).toMatchObject({
      kind: "status",
      status: { state: "delivered", reference: REFERENCE },
    });
  });

  it.each(["constructor", "__proto__", "toString", "tomorrow"])(
    "with an unknown name is ignored: %s",
    (name) => {
      expect(of(name)).toEqual({ kind: "ignored", reason: "unknown-status" });
    },
  );

  it.each(["undelivered", "failed", "canceled"])("%s is a failure with its code", (name) => {
    expect(of(name, { ErrorCode: "63016" })).toMatchObject({
      kind: "status",
      status: { state: "failed", code: "63016" },
    });
    expect(of(name, { ErrorCode: "Dana Test" })).not.toHaveProperty("status.code");
  });

  it("that has only the older name of its field is one on either route", () => {
    const params = form({ From: us, To: "whatsapp:+15550177001", SmsStatus: "delivered" });
    for (const [event] of [parseTwilioMessage(params), parseTwilioStatus(params, REFERENCE)])
      expect(event).toMatchObject({ kind: "status", status: { state: "delivered", businessNumber: us } });
  });

  it("is no message that was received", () => {
    for (const events of [
      parseTwilioMessage(form({ MessageStatus: "received" })),
      parseTwilioStatus(form({ MessageStatus: "received" }), REFERENCE),
    ])
      expect(events).toMatchObject([{ kind: "message" }]);
  });

  it("is distinguished from a callback that reports none", () => {
    expect(of("")).toEqual({ kind: "ignored", reason: "callback-not-status" });
  });
});

describe("reading Twilio's forms", () => {
  const names = [
    ...new Set(files.flatMap((file) => paramsOf(file).map(([name]) => name))),
    "ButtonPayload",
    "ListId",
    "FlowData",
    "__proto__",
  ];
  const field = fc.tuple(
    fc.oneof(fc.constantFrom(...names), fc.string()),
    fc.oneof(anyText(), fc.constantFrom("", "1", "whatsapp:", "constructor")),
  );

  it("never throws, whatever the fields, and always returns one event", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(field, { maxLength: 8 }),
        fc.boolean(),
        (file, damage, only) => {
          const params = only ? damage : [...damage, ...paramsOf(file)];
          for (const [event, ...rest] of [parseTwilioMessage(params), parseTwilioStatus(params, undefined)]) {
            expect(rest).toEqual([]);
            if (event?.kind === "message") expect(event.message.customer.phone ?? "0").toMatch(/^\d+$/);
            else if (event?.kind === "status")
              expect(["sent", "delivered", "read", "failed"]).toContain(event.status.state);
            else expect(event).toEqual({ kind: "ignored", reason: expect.stringMatching(/^[a-z-]+$/) });
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("never throws, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const params = parseTwilioForm(Buffer.from(bytes));
        if (params) expect(parseTwilioMessage(params)).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});
