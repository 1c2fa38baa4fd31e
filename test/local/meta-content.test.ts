import { describe, expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { aFakeMeta } from "./a-fake-meta.ts";

const TO = { messaging_product: "whatsapp", to: "+15550177001" };
const LINK = "https://lumen.example/lamp";

describe("the fake of Meta, with more than text", () => {
  const bench = aFakeMeta();
  const { post } = bench;
  const onPhone = () => bench.meta.phone.of("15550177001").at(-1);

  it.each(["15550177001", "+15550177001", "+1 555 017-7001", "+1 (555) 017-7001", "1.555.017.7001"])(
    "takes a phone written as %s",
    async (to) => {
      expect(await post({ ...TO, to, type: "text", text: { body: "Hello" } })).toMatchObject({
        status: 200,
        contacts: [{ input: to, wa_id: "15550177001" }],
      });
      expect(onPhone()).toMatchObject({ text: "Hello" });
    },
  );

  it.each<[string, Record<string, unknown>, { kind: string; text: string }]>([
    [
      "an image by its link",
      { type: "image", image: { link: `${LINK}.jpg`, caption: "Aurora" } },
      { kind: "photo", text: "Aurora" },
    ],
    [
      "an image by its id",
      { type: "image", image: { id: "1990000000000001" } },
      { kind: "photo", text: "Photo" },
    ],
    ["a video", { type: "video", video: { link: `${LINK}.mp4` } }, { kind: "video", text: "Video" }],
    ["audio", { type: "audio", audio: { id: "1" } }, { kind: "audio", text: "Audio" }],
    [
      "a voice note",
      { type: "audio", audio: { id: "1", voice: true } },
      { kind: "voice", text: "Voice note" },
    ],
    [
      "a document",
      {
        type: "document",
        document: { link: `${LINK}.pdf`, filename: "invoice.pdf", caption: "Your invoice" },
      },
      { kind: "document", text: "invoice.pdf\nYour invoice" },
    ],
    ["a sticker", { type: "sticker", sticker: { id: "1" } }, { kind: "sticker", text: "Sticker" }],
    [
      "a location",
      {
        type: "location",
        location: { latitude: 43.6426, longitude: -79.3871, name: "CN Tower", address: "Toronto" },
      },
      { kind: "location", text: "CN Tower, Toronto" },
    ],
    [
      "a location with coordinates as text, and no name",
      { type: "location", location: { latitude: "43.6426", longitude: "-79.3871" } },
      { kind: "location", text: "43.6426, -79.3871" },
    ],
    [
      "contact cards",
      {
        type: "contacts",
        contacts: [
          { name: { formatted_name: "Jo Example", first_name: "Jo" }, phones: [{ phone: "+15550100177" }] },
        ],
      },
      { kind: "contact", text: "Contact: Jo Example" },
    ],
  ])("takes %s and shows it on the phone", async (_, content, shown) => {
    const { messages, status } = await post({ ...TO, ...content, biz_opaque_callback_data: "ref" });
    expect(status).toBe(200);
    expect(onPhone()).toMatchObject({ id: messages?.[0]?.id, ...shown });
    await bench.meta.settled();
    expect(bench.changes().map(({ value }) => value.statuses?.[0])).toMatchObject([
      { status: "sent" },
      { status: "delivered" },
      { status: "read" },
    ]);
  });

  it("takes a reaction, which sticks to what it is for and is only ever sent", async () => {
    const { id } = await bench.meta.say(DANA, "Thank you");
    bench.received.length = 0;
    expect(await post({ ...TO, type: "reaction", reaction: { message_id: id, emoji: "👍" } })).toMatchObject({
      status: 200,
    });
    expect(onPhone()).toMatchObject({ kind: "reaction", text: "👍", quoting: id });
    await bench.meta.settled();
    expect(bench.changes().map(({ value }) => value.statuses?.[0])).toMatchObject([{ status: "sent" }]);
    expect(await post({ ...TO, type: "reaction", reaction: { message_id: id, emoji: "" } })).toMatchObject({
      status: 200,
    });
  });

  it("reports by a status that a reaction is for no message that it knows", async () => {
    expect(
      await post({ ...TO, type: "reaction", reaction: { message_id: "wamid.x", emoji: "👍" } }),
    ).toMatchObject({ status: 200 });
    await bench.meta.settled();
    expect(bench.changes()[0]?.value.statuses?.[0]).toMatchObject({
      status: "failed",
      errors: [{ code: 131009 }],
    });
    expect(bench.meta.phone.messages).toEqual([]);
  });

  it("sends nothing of it into a closed window", async () => {
    bench.meta.lastWrote(DANA, bench.clock.now() - 25 * 3600_000);
    await post({ ...TO, type: "image", image: { id: "1" } });
    await bench.meta.settled();
    expect(bench.changes()[0]?.value.statuses?.[0]).toMatchObject({
      status: "failed",
      errors: [{ code: 131047 }],
    });
  });

  it("takes a button that opens a page, and what it can only name", async () => {
    const action = { name: "cta_url", parameters: { display_text: "See it", url: LINK } };
    expect(
      await post({
        ...TO,
        type: "interactive",
        interactive: { type: "cta_url", body: { text: "Aurora" }, action },
      }),
    ).toMatchObject({
      status: 200,
    });
    expect(onPhone()).toMatchObject({ text: `Aurora\nSee it: ${LINK}` });
    const where = {
      type: "location_request_message",
      body: { text: "Where are you?" },
      action: { name: "send_location" },
    };
    expect(await post({ ...TO, type: "interactive", interactive: where })).toMatchObject({ status: 200 });
    expect(onPhone()).toMatchObject({ text: "Where are you?\n[location request message]" });
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ["an invalid type", { type: "gif" }, 100, "Param type must be one of"],
    ["an image that is missing", { type: "image" }, 100, "The parameter image is required"],
    ["an image that is text", { type: "image", image: "x" }, 100, "JSON object"],
    ["an image without id and link", { type: "image", image: { caption: "x" } }, 131008, "image"],
    ["an invalid id", { type: "video", video: { id: "" } }, 131009, "video.id"],
    ["an invalid link", { type: "image", image: { link: "lamp.jpg" } }, 100, "is not a valid URI"],
    [
      "a caption of 1,025 characters",
      { type: "image", image: { id: "1", caption: "x".repeat(1025) } },
      100,
      "caption",
    ],
    [
      "audio with a caption",
      { type: "audio", audio: { id: "1", caption: "x" } },
      100,
      'Unexpected key "caption" on param "audio"',
    ],
    [
      "a sticker with a file name",
      { type: "sticker", sticker: { id: "1", filename: "x" } },
      100,
      "Unexpected key",
    ],
    ["a location without longitude", { type: "location", location: { latitude: 1 } }, 100, "longitude"],
    ["a latitude of 91", { type: "location", location: { latitude: 91, longitude: 0 } }, 131009, "latitude"],
    ["no contacts", { type: "contacts", contacts: [] }, 100, "array"],
    [
      "one contact that is no list",
      { type: "contacts", contacts: { name: { formatted_name: "Jo" } } },
      100,
      "array",
    ],
    ["a contact without a name", { type: "contacts", contacts: [{ phones: [] }] }, 100, "formatted_name"],
    [
      "a reaction to no wamid",
      { type: "reaction", reaction: { message_id: "SM1", emoji: "👍" } },
      131009,
      "message_id",
    ],
    [
      "a reaction of letters",
      { type: "reaction", reaction: { message_id: "wamid.x", emoji: "ok" } },
      131009,
      "emoji",
    ],
    ["a reaction without emoji", { type: "reaction", reaction: { message_id: "wamid.x" } }, 100, "emoji"],
    [
      "a reaction that quotes",
      {
        type: "reaction",
        reaction: { message_id: "wamid.x", emoji: "👍" },
        context: { message_id: "wamid.x" },
      },
      131009,
      "context",
    ],
  ])("refuses %s", async (_, content, code, details) => {
    expect(await post({ ...TO, ...content })).toMatchObject({
      status: 400,
      error: { code, error_data: { details: expect.stringContaining(details) } },
    });
    expect(bench.meta.phone.messages).toEqual([]);
  });
});
