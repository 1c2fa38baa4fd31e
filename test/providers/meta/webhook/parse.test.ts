import { describe, expect, it } from "@jest/globals";
import { parseMetaWebhook } from "../../../../lib/providers/meta/webhook/parse.ts";
import { cpuMsOf } from "../../../support/cpu-ms.ts";
import { received, text, webhook } from "../webhook.ts";

const first = (content: Record<string, unknown>) => parseMetaWebhook(webhook(received(content)))[0];
const message = (change: Record<string, unknown>, beside: Record<string, unknown> = {}) =>
  first({ messages: [text("wamid.1", change)], ...beside });
const customerOf = (change: Record<string, unknown>, beside?: Record<string, unknown>) => {
  const event = message(change, beside);
  return event?.kind === "message" ? event.message.customer : event;
};
const contentOf = (change: Record<string, unknown>) => {
  const event = message(change);
  return event?.kind === "message" ? event.message.content : event;
};
const MALFORMED = { kind: "ignored", reason: "malformed-item" };

describe("who wrote", () => {
  it.each([
    ["a phone with a plus sign", { from: "+15550177001" }, { phone: "15550177001" }],
    ["a number", { from: 15550177001 }, { phone: "15550177001" }],
    ["a phone beside a blank user id", { from_user_id: "" }, { phone: "15550177001" }],
    ["a user id beside a blank phone", { from: "", from_user_id: "US.1" }, { userId: "US.1" }],
    [
      "a user id in the place of the phone, which must never be replied to as a phone",
      { from: "US.1", from_user_id: "US.1" },
      { userId: "US.1" },
    ],
    [
      "a parent id",
      { from: undefined, from_user_id: "US.1", from_parent_user_id: "US.ENT.2" },
      { userId: "US.1", parentUserId: "US.ENT.2" },
    ],
  ])("is read from %s", (_, change, customer) => {
    expect(customerOf({ from_user_id: undefined, ...change })).toEqual(customer);
  });

  it.each([
    ["neither phone nor user id", { from: undefined, from_user_id: undefined }],
    ["both of them blank", { from: "", from_user_id: "" }],
    ["no id", { id: undefined }],
    ["a blank id", { id: "" }],
    ["an id that is no text", { id: 7 }],
    ["an id that no key could hold", { id: "w".repeat(513) }],
  ])("cannot be told of a message with %s: it is malformed", (_, change) => {
    expect(message(change)).toEqual(MALFORMED);
  });

  it("is found in the contacts by id, whatever their order", () => {
    const contacts = [
      { user_id: "US.2", wa_id: "15550177002", profile: { name: "Bo" } },
      {
        user_id: "US.1",
        wa_id: "15550177001",
        parent_user_id: "US.ENT.1",
        profile: { name: "Dana", username: "@dana" },
      },
    ];
    const dana = {
      userId: "US.1",
      parentUserId: "US.ENT.1",
      phone: "15550177001",
      profileName: "Dana",
      username: "dana",
    };
    expect(customerOf({ from: undefined, from_user_id: "US.1" }, { contacts })).toEqual(dana);
    expect(customerOf({ from: "15550177001", from_user_id: undefined }, { contacts })).toEqual(dana);
    expect(customerOf({ from: "15550177003", from_user_id: undefined }, { contacts })).toEqual({
      phone: "15550177003",
    });
  });

  it("is the only contact of the only sender, also where Meta writes the two phones differently", () => {
    const contacts = [{ wa_id: "525500000001", user_id: "MX.1", profile: { name: "Dana" } }];
    expect(customerOf({ from: "5215500000001", from_user_id: undefined }, { contacts })).toEqual({
      userId: "MX.1",
      phone: "5215500000001",
      profileName: "Dana",
    });
  });

  it("is never the only contact when that is another customer", () => {
    const contacts = [{ user_id: "US.2", wa_id: "15550177002", profile: { name: "Bo" } }];
    expect(customerOf({ from: undefined, from_user_id: "US.1" }, { contacts })).toEqual({ userId: "US.1" });
    const messages = [
      text("wamid.1", { from_user_id: undefined }),
      text("wamid.2", { from: "15550177009", from_user_id: undefined }),
    ];
    expect(first({ messages, contacts: [{ profile: { name: "Bo" } }] })).toMatchObject({
      message: { customer: { phone: "15550177001" } },
    });
    expect(first({ messages, contacts: [{ profile: { name: "Bo" } }] })).not.toMatchObject({
      message: { customer: { profileName: "Bo" } },
    });
  });

  it.each([
    [
      "the previous user id",
      { previous_user_id: "US.1", user_id: "US.2" },
      { from: undefined },
      { userId: "US.1" },
    ],
    [
      "the previous user id, also beside the new one",
      { previous_user_id: "US.1" },
      { from_user_id: "US.2" },
      { userId: "US.1" },
    ],
    ["the phone it came from", { wa_id: "15550177009" }, { from: "15550177001" }, { phone: "15550177001" }],
    [
      "the new user id, when no other is known",
      { user_id: "US.2", wa_id: "15550177009" },
      {},
      { userId: "US.2", phone: "15550177009" },
    ],
  ])("changed identity: the conversation is that of %s", (_, system, change, customer) => {
    const changed = {
      type: "system",
      from: undefined,
      from_user_id: undefined,
      text: undefined,
      system,
      ...change,
    };
    // The contact beside it belongs to the ordinary message of the same POST.
    const messages = [text("wamid.1", changed), text("wamid.2", { from: undefined, from_user_id: "US.9" })];
    const contacts = [{ user_id: "US.9", profile: { name: "Dana" } }];
    expect(first({ messages, contacts })).toMatchObject({
      kind: "message",
      message: { customer, content: { kind: "identity-change" } },
    });
    expect(first({ messages, contacts })).not.toHaveProperty("message.customer.profileName");
  });
});

describe("what was written", () => {
  it.each([
    ["an unknown type", { type: "hologram", hologram: { x: 1 } }, "hologram"],
    ["no type", { type: undefined }, "none"],
    ["a type without its object", { type: "image" }, "image"],
    ["an interactive message without its object", { type: "interactive" }, "interactive"],
    [
      "an interactive message of an unknown kind",
      { type: "interactive", interactive: { type: "tap", tap: {} } },
      "interactive/tap",
    ],
    [
      "an interactive message without its reply",
      { type: "interactive", interactive: { type: "list_reply" } },
      "interactive/list_reply",
    ],
    ["a text without a body", { text: {} }, "text/empty"],
    [
      "a place without its coordinates",
      { type: "location", location: { name: "Here" } },
      "location/incomplete",
    ],
    ["the name of a built-in property", { type: "constructor" }, "constructor"],
    ["the name of every object's prototype", { type: "__proto__" }, "__proto__"],
  ])("is unsupported when it is %s", (_, change, type) => {
    expect(contentOf(change)).toEqual({ kind: "unsupported", type });
  });

  it.each([
    [
      "of a message that is not available",
      { type: "unsupported", errors: [{ code: 131060 }], unsupported: { type: "unknown" } },
      "131060",
    ],
    [
      "of an interactive message that has nothing else",
      { type: "interactive", errors: [{ code: 131051 }] },
      "131051",
    ],
    ["of a medium that Meta could not fetch", { type: "image", errors: [{ code: 131052 }] }, "131052"],
    ["only where it is one", { type: "unsupported", errors: [{ code: "Dana wrote" }] }, undefined],
  ])("has Meta's code when it is unsupported: %s", (_, change, code) => {
    expect(contentOf(change)).toMatchObject({ kind: "unsupported", ...(code && { code }) });
    if (code === undefined) expect(contentOf(change)).not.toHaveProperty("code");
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    [
      "a medium of a type of tomorrow, by its MIME type",
      { type: "video_note", video_note: { id: "5", mime_type: "video/mp4" } },
      { kind: "media", media: "video", mediaId: "5" },
    ],
    [
      "a voice note by its own type",
      { type: "voice", voice: { id: "5" } },
      { kind: "media", media: "voice", mediaId: "5" },
    ],
    [
      "a document",
      { type: "document", document: { id: "5", filename: "a.pdf", caption: "it" } },
      { kind: "media", media: "document", mediaId: "5", filename: "a.pdf", caption: "it" },
    ],
    [
      "a reaction taken back",
      { type: "reaction", reaction: { message_id: "wamid.0" } },
      { kind: "reaction", to: "wamid.0" },
    ],
    [
      "a deleted message",
      { type: "revoke", revoke: { original_message_id: "wamid.0" } },
      { kind: "revoke", original: "wamid.0" },
    ],
    [
      "an edited caption",
      {
        type: "edit",
        edit: { original_message_id: "wamid.0", message: { type: "image", image: { caption: "new" } } },
      },
      { kind: "edit", original: "wamid.0", text: "new" },
    ],
    [
      "everything on a contact card",
      {
        type: "contacts",
        contacts: [
          {
            name: { first_name: "Bo" },
            phones: [{ wa_id: "1555" }],
            org: { company: "Sample LLC", title: "Chief" },
            addresses: [{ street: "1 Sample Street", city: "Springfield", zip: 12345 }],
            urls: [{ url: "https://sample.example" }],
            birthday: "2000-01-31",
          },
        ],
      },
      {
        kind: "contacts",
        contacts: [
          {
            name: "Bo",
            phones: ["1555"],
            emails: [],
            details: [
              "Sample LLC",
              "Chief",
              "1 Sample Street Springfield 12345",
              "https://sample.example",
              "2000-01-31",
            ],
          },
        ],
      },
    ],
    [
      "a tap of a kind of tomorrow, by its title",
      { type: "interactive", interactive: { type: "wheel_reply", wheel_reply: { id: "7", title: "Brass" } } },
      { kind: "choice", id: "7", title: "Brass" },
    ],
    [
      "a reply that names a product",
      {
        type: "interactive",
        interactive: { type: "product", action: { catalog_id: "1", product_retailer_id: "lamp-7" } },
      },
      { kind: "choice", id: "lamp-7", title: "product lamp-7" },
    ],
    [
      "a button without its text",
      { type: "button", button: { payload: "YES" } },
      { kind: "button", text: "YES", payload: "YES" },
    ],
    [
      "a flow's answer that is not JSON",
      { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: { response_json: "{oops" } } },
      { kind: "form", responseJson: "{oops" },
    ],
    [
      "a contact without a name",
      { type: "contacts", contacts: [{ phones: [{ wa_id: "1" }], emails: [{ email: "a@example.com" }] }, 7] },
      { kind: "contacts", contacts: [{ phones: ["1"], emails: ["a@example.com"] }] },
    ],
    [
      "an order with a broken line",
      {
        type: "order",
        order: { product_items: [{ product_retailer_id: 7, quantity: "2", item_price: "x" }, null, {}] },
      },
      { kind: "order", items: [{ product: "7", quantity: 2 }] },
    ],
  ])("is read leniently: %s", (_, change, content) => {
    expect(contentOf(change)).toEqual(content);
  });

  it("is followed no deeper than one edit", () => {
    let edit: unknown = { type: "text", text: { body: "deep" } };
    for (let depth = 0; depth < 10_000; depth++) edit = { type: "edit", edit: { message: edit } };
    expect(contentOf({ type: "edit", edit: { message: edit } })).toEqual({ kind: "edit", original: "" });
  });

  it.each([
    ["1795430001", 1_795_430_001_000],
    [1795430001, 1_795_430_001_000],
    ["", undefined],
    ["yesterday", undefined],
    ["0x6b", undefined],
    [-5, undefined],
    [1e20, undefined],
    [null, undefined],
  ])("has the provider's time, or none: %p", (timestamp, sentAt) => {
    expect(message({ timestamp })).toMatchObject({ kind: "message" });
    expect(message({ timestamp })).toHaveProperty("message.id");
    const event = message({ timestamp });
    expect(event?.kind === "message" ? event.message.sentAt : "none").toBe(sentAt);
  });

  it("may belong to a group", () => {
    expect(message({ group_id: "G1" })).toMatchObject({ message: { groupId: "G1" } });
  });
});

describe("the ad that led a customer here", () => {
  const ad = {
    source_type: "ad",
    source_id: "120200000000000001",
    source_url: "https://fb.me/1",
    headline: "Lamps",
    ctwa_clid: "Af1",
  };
  const referral = {
    sourceType: "ad",
    sourceId: "120200000000000001",
    sourceUrl: "https://fb.me/1",
    headline: "Lamps",
    clickId: "Af1",
  };

  it.each<[string, Record<string, unknown>]>([
    ["a text", {}],
    ["a picture", { type: "image", image: { id: "5" } }],
    ["a message that is not available", { type: "unsupported", errors: [{ code: 131060 }] }],
  ])("is reported with %s", (_, change) => {
    expect(message({ ...change, referral: ad })).toMatchObject({ message: { referral } });
  });

  it("leaves out what is missing, of another type or too long to be stored", () => {
    const odd = {
      ...ad,
      source_id: undefined,
      headline: ["x"],
      media_type: "hologram",
      ctwa_clid: { id: "Af1" },
    };
    expect(message({ referral: odd })).toHaveProperty("message.referral", {
      sourceType: "ad",
      sourceUrl: "https://fb.me/1",
    });
    for (const none of [null, {}, [], "ad", { source_type: "" }])
      expect(message({ referral: none })).not.toHaveProperty("message.referral");
  });
});

describe("what the customer asks about", () => {
  const product = (referred_product: unknown) =>
    message({ context: { from: "15550100200", id: "wamid.p", referred_product } });

  it("is a product of the catalogue, whether or not the catalogue is named", () => {
    expect(product({ catalog_id: 7, product_retailer_id: "lamp" })).toHaveProperty("message.product", {
      id: "lamp",
      catalogId: "7",
    });
    expect(product({ product_retailer_id: 12 })).toHaveProperty("message.product", { id: "12" });
    for (const none of [null, {}, [], { catalog_id: "7" }, { product_retailer_id: "" }])
      expect(product(none)).not.toHaveProperty("message.product");
  });

  it("is an ad with its text, cut where it is too long to be read", () => {
    const referral = { ...{ headline: "h".repeat(400), body: "b".repeat(1_200) }, welcome_message: "Hi!" };
    expect(message({ referral })).toMatchObject({
      message: {
        referral: { headline: `${"h".repeat(300)}…`, body: `${"b".repeat(1_000)}…`, welcome: "Hi!" },
      },
    });
  });
});

describe("a status", () => {
  const status = (change: Record<string, unknown>) =>
    first({ statuses: [{ id: "wamid.9", status: "sent", timestamp: "1795430130", ...change }] });

  it("is distinguished from a call's", () => {
    expect(status({ status: "RINGING", type: "call" })).toEqual({
      kind: "ignored",
      reason: "unknown-status",
    });
    expect(status({ type: "call" })).toEqual({ kind: "ignored", reason: "unknown-status" });
  });

  it("keeps only what looks like a code and a category: both end in logs and metrics", () => {
    const errors = [{ code: "Dana Test did not pay" }];
    expect(status({ status: "failed", errors, pricing: { category: "a sentence", billable: true } })).toEqual(
      {
        kind: "status",
        status: {
          provider: "meta",
          businessNumber: "310000000000007",
          id: "wamid.9",
          state: "failed",
          at: 1_795_430_130_000,
        },
      },
    );
  });

  it.each([
    [{ type: "regular" }, true],
    [{ type: "free_customer_service" }, false],
    [{ type: "regular", billable: false }, false],
  ])("is billed as %j says", (pricing, billable) => {
    expect(status({ pricing: { category: "service", ...pricing } })).toMatchObject({
      status: { pricing: { category: "service", billable } },
    });
  });

  it("knows a voice message that was played", () => {
    expect(status({ status: "played" })).toMatchObject({ kind: "status", status: { state: "played" } });
  });
});

describe("a webhook body", () => {
  it.each([[null], [7], ["text"], [[]], [{}], [{ object: "page", entry: [] }]])(
    "that is not for us is ignored: %j",
    (body) => {
      expect(parseMetaWebhook(body)).toEqual([{ kind: "ignored", reason: "unknown-object" }]);
    },
  );

  it.each([
    [{ object: "whatsapp_business_account" }],
    [{ object: "whatsapp_business_account", entry: [{}] }],
    [{ object: "whatsapp_business_account", entry: [{ changes: [{}] }] }],
    [webhook(null)],
    [webhook({ messages: [text("wamid.1")] })],
    [webhook(received({ statuses: [{ status: "sent" }] }))],
  ])("that is broken is counted as malformed: %j", (body) => {
    expect(parseMetaWebhook(body)).toEqual([MALFORMED]);
  });

  it("keeps the order of everything in it", () => {
    const body = webhook(
      received({ messages: [text("a"), text("b")], statuses: [{ id: "s", status: "read" }] }),
      received({ messages: [text("c")] }),
    );
    body.entry.push({
      id: "2",
      changes: [{ field: "messages", value: received({ messages: [text("d")] }) }],
    });
    const ids = parseMetaWebhook(body).map((event) =>
      event.kind === "message" ? event.message.id : event.kind,
    );
    expect(ids).toEqual(["a", "b", "status", "c", "d"]);
  });

  it("that shows what another app answers is never answered here", () => {
    const standby = { messages: [text("wamid.1")], statuses: [{ id: "s", status: "read" }] };
    expect(parseMetaWebhook(webhook(received({ standby })))).toEqual([
      { kind: "ignored", reason: "standby" },
    ]);
    const field = {
      object: "whatsapp_business_account",
      entry: [{ changes: [{ field: "standby", value: received({ standby }) }] }],
    };
    expect(parseMetaWebhook(field)).toEqual([{ kind: "ignored", reason: "standby" }]);
  });

  it("names another field only when it is a plain name", () => {
    const body = (field: string) => ({
      object: "whatsapp_business_account",
      entry: [{ changes: [{ field, value: {} }] }],
    });
    expect(parseMetaWebhook(body("group_lifecycle_update"))).toEqual([
      { kind: "ignored", reason: "other-field", detail: "group_lifecycle_update" },
    ]);
    expect(parseMetaWebhook(body("+15550177001"))).toEqual([{ kind: "ignored", reason: "other-field" }]);
  });

  it("of 1,000 updates and almost 3 MB is read in well under 100 ms", () => {
    const body = { body: "x".repeat(2_700) };
    const contacts = Array.from({ length: 1_000 }, (_, n) => ({
      user_id: `US.${n}`,
      wa_id: `1555${1_000_000 + n}`,
      profile: { name: `N${n}` },
    }));
    const messages = Array.from({ length: 1_000 }, (_, n) =>
      text(`wamid.${n}`, { from_user_id: `US.${n}`, text: body }),
    );
    const raw = JSON.stringify(webhook(received({ contacts, messages })));
    expect(raw.length).toBeGreaterThan(2_800_000);
    const parsed = JSON.parse(raw);
    let events: ReturnType<typeof parseMetaWebhook> = [];
    expect(
      cpuMsOf(() => {
        events = parseMetaWebhook(parsed);
      }),
    ).toBeLessThan(100);
    expect(events).toHaveLength(1_000);
    expect(events[999]).toMatchObject({ message: { customer: { userId: "US.999", profileName: "N999" } } });
  });
});
