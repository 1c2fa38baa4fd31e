import { describe, expect, it } from "@jest/globals";
import { messageId } from "../../../lib/domain/ids.ts";
import type { Attachment, Content } from "../../../lib/domain/inbound/inbound.ts";
import type { Understood } from "../../../lib/domain/media/understood.ts";
import { inboxEvent, inboxFunctionWorld } from "../../support/inbox-function-world.ts";
import { anEntry, aText } from "../../support/make.ts";
import { DANA, SUPPORT } from "../../support/operator-world.ts";

const OGG = Buffer.from("OggS a voice note");
const MEGABYTE = 1024 * 1024;

type Media = Partial<Content & { kind: "media" }>;

async function aChatWith(media: Media) {
  const world = inboxFunctionWorld();
  const conversation = await world.aConversationWith(DANA);
  const message = aText({
    id: messageId("wamid.media"),
    customer: DANA,
    sentAt: world.clock.now(),
    content: { kind: "media", media: "voice", mediaId: "m1", ...media },
  });
  await world.ledger.record(anEntry(conversation, { number: SUPPORT, message }));
  const shown = async () => (await world.ann(`GET conversations/${conversation}`)).json.messages.at(-1);
  const { id } = await shown();
  const path = (index = 0, message = id) => `conversations/${conversation}/media/${message}/${index}`;
  const open = (query: Record<string, string> = {}, index = 0) =>
    world.handler(inboxEvent(`GET /inbox/api/${path(index)}`, { groups: "[staff]", query }));
  return { ...world, conversation, shown, path, open };
}
const bytesOf = ({ body = "" }: { body?: string | undefined }) => Buffer.from(body, "base64");

describe("opening what a customer sent", () => {
  it("gives its bytes, fetched now, so that no browser takes them for a page", async () => {
    const world = await aChatWith({});
    world.mediaFiles.files.set("m1", { bytes: OGG, type: "text/html", filename: "x.html" });
    const response = await world.open();
    expect(response).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: {
        "content-type": "audio/ogg",
        "content-disposition": "inline",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "x-file-size": String(OGG.length),
      },
    });
    expect(bytesOf(response)).toEqual(OGG);
    await world.open();
    expect(world.mediaFiles.fetched.map(({ mediaId }) => mediaId)).toEqual(["m1", "m1"]);
  });

  it.each([
    ["a page that says it is a PDF", "<!doctype html><script>hacked()</script>", "application/octet-stream"],
    ["a drawing with a script", '<svg onload="hacked()"/>', "application/octet-stream"],
    ["a PDF", "%PDF-1.7", "application/pdf"],
  ])("only lets %s be saved", async (_, text, type) => {
    const world = await aChatWith({ media: "document", filename: '"><script>\r\nset-cookie: a=b' });
    world.mediaFiles.files.set("m1", { bytes: Buffer.from(text), type: "image/svg+xml" });
    const { headers } = await world.open();
    expect(headers).toMatchObject({ "content-type": type, "content-disposition": "attachment" });
    expect(JSON.stringify(headers)).not.toContain("script>");
  });

  it("gives a large file in parts that fit into a response of Lambda's", async () => {
    const world = await aChatWith({ media: "video" });
    const bytes = Buffer.alloc(9 * MEGABYTE + 1, 7);
    bytes.write("\x00\x00\x00\x20ftypisom", "latin1");
    world.mediaFiles.files.set("m1", { bytes });
    const parts: Buffer[] = [];
    for (let from = 0; from < bytes.length; from = parts.reduce((sum, part) => sum + part.length, 0)) {
      const response = await world.open({ from: String(from) });
      expect(response.body?.length).toBeLessThan(5.9 * MEGABYTE);
      expect(response.headers).toMatchObject({
        "content-type": "video/mp4",
        "x-file-size": String(bytes.length),
      });
      parts.push(bytesOf(response));
    }
    expect(parts.map(({ length }) => length)).toEqual([4 * MEGABYTE, 4 * MEGABYTE, MEGABYTE + 1]);
    expect(Buffer.concat(parts).equals(bytes)).toBe(true);
  });

  it("asks the provider for no more than 16 MB, in less time than API Gateway waits", async () => {
    const world = await aChatWith({});
    const startedAt = world.clock.now();
    await world.open();
    const [limits] = world.mediaFiles.fetched.map((each) => each.limits);
    expect(limits?.maxBytes).toBe(16 * MEGABYTE);
    expect((limits?.deadline ?? 0) - startedAt).toBeLessThan(29_000);
  });

  it.each([
    ["media_gone", 410, "file-gone"],
    ["media_too_large", 413, "file-too-large"],
    ["media_host_refused", 502, "provider-failed"],
    ["media_hash_mismatch", 502, "provider-failed"],
    ["timeout", 502, "provider-failed"],
  ])("says in words what happened: %s", async (code, status, error) => {
    const world = await aChatWith({});
    world.mediaFiles.files.set("m1", code);
    const refused = await world.ann(`GET ${world.path()}`);
    expect(refused).toMatchObject({ status, json: { error, message: expect.any(String) } });
  });

  it("says that a file without an id is gone, and asks nobody", async () => {
    const world = await aChatWith({ more: [{ media: "image" }] });
    expect((await world.ann(`GET ${world.path(1)}`)).json.error).toBe("file-gone");
    expect((await world.shown()).media[1].canOpen).toBe(false);
    expect(world.mediaFiles.fetched).toEqual([]);
  });

  it("opens each file of a message by its place", async () => {
    const more: readonly Attachment[] = [{ media: "image", mediaId: "m2" }];
    const world = await aChatWith({ more });
    world.mediaFiles.files.set("m2", { bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) });
    expect((await world.open({}, 1)).headers?.["content-type"]).toBe("image/jpeg");
    expect((await world.ann(`GET ${world.path(2)}`)).json.error).toBe("unknown-message");
  });

  it("opens nothing of another conversation, of a message of ours, or of a text", async () => {
    const world = await aChatWith({});
    const [first] = (await world.ann(`GET conversations/${world.conversation}`)).json.messages;
    const { id } = await world.shown();
    for (const path of [
      world.path(0, first.id),
      world.path(0, "1795430010000.out-r1"),
      world.path(0, "nonsense"),
    ])
      expect(await world.ann(`GET ${path}`)).toMatchObject({
        status: 404,
        json: { error: "unknown-message" },
      });
    expect(await world.ann(`GET conversations/unknown/media/${id}/0`)).toMatchObject({
      status: 404,
      json: { error: "unknown-conversation" },
    });
    expect(world.mediaFiles.fetched).toEqual([]);
  });

  it.each([["-1"], ["0x0"], ["1.5"], ["999"]])("refuses the place %s", async (index) => {
    const world = await aChatWith({});
    const { status } = await world.ann(`GET ${world.path().replace(/0$/, index)}`);
    expect(status).toBe(400);
  });

  it("is neither counted nor recorded as an act: who may read the chat may hear it", async () => {
    const world = await aChatWith({});
    world.mediaFiles.files.set("m1", { bytes: OGG });
    await world.open();
    expect(await world.ports.history.acts(world.conversation)).toEqual([]);
  });
});

describe("what was understood of media, in the chat", () => {
  const heard: Understood = {
    kind: "understood",
    text: "Is [it] in stock?",
    language: "en",
    confidence: 0.9,
  };

  it("stands beside the message, and not among the customer's words", async () => {
    const world = await aChatWith({ understood: heard, caption: "urgent" });
    expect(await world.shown()).toMatchObject({
      kind: "voice",
      text: "[voice note] urgent",
      media: [
        {
          index: 0,
          kind: "voice",
          canOpen: true,
          understood: { text: "Is [it] in stock?", language: "en", confidence: 0.9 },
        },
      ],
    });
    expect(await world.shown()).not.toHaveProperty("agentRead");
  });

  it("says why nothing was understood, and what the bot read instead", async () => {
    const world = await aChatWith({ understood: { kind: "failed", reason: "timeout" } });
    expect(await world.shown()).toMatchObject({
      media: [{ notUnderstood: "it took too long" }],
      agentRead: expect.stringContaining("cannot be heard here"),
    });
  });

  it("names the document, and leaves out what nobody tried to understand", async () => {
    const world = await aChatWith({ media: "document", filename: "bill.pdf" });
    expect((await world.shown()).media).toEqual([
      { index: 0, kind: "document", filename: "bill.pdf", canOpen: true },
    ]);
  });
});
