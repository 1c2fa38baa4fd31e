import { describe, expect, it } from "@jest/globals";
import { inboxFunctionWorld } from "../../support/inbox-function-world.ts";
import { DANA } from "../../support/operator-world.ts";

const PNG = Buffer.from("\x89PNG\r\n\x1a\n a picture", "latin1");
const MEGABYTE = 1024 * 1024;

async function aChat() {
  const world = inboxFunctionWorld();
  const conversation = await world.aConversationWith(DANA);
  const path = `conversations/${conversation}`;
  async function upload(bytes: Buffer, name = "lamp.png") {
    const { json } = await world.ann(`POST ${path}/files`, { name, bytes: bytes.length });
    world.store.objects.set(json.file, bytes);
    return json.file as string;
  }
  const reply = (body: object) => world.ann(`POST ${path}/reply`, { text: "", id: "r1", ...body });
  return { ...world, conversation, path, upload, reply };
}

describe("a file of staff", () => {
  it("is uploaded by a link, under a name that says nothing", async () => {
    const { ann, path } = await aChat();
    const { status, json } = await ann(`POST ${path}/files`, { name: "Dana's bill.pdf", bytes: 10 });
    expect(status).toBe(200);
    expect(json.file).toMatch(/^[\w-]{1,64}$/);
    expect(json.url).not.toContain("Dana");
  });

  it("goes out with a reply, with or without words, and stands in the chat", async () => {
    const { upload, reply, ann, path, ports, conversation } = await aChat();
    const file = await upload(PNG);
    expect(await reply({ file, text: "Your lamp" })).toMatchObject({ status: 202 });
    expect((await ports.outbox.find(conversation, "r1"))?.content).toEqual({
      kind: "reply",
      text: "Your lamp",
      file: { id: file, name: "lamp.png", kind: "image", type: "image/png" },
    });
    expect((await reply({ file: await upload(PNG), text: "", id: "r2" })).status).toBe(202);
    expect((await ann(`GET ${path}`)).json.messages.at(-1)).toMatchObject({
      kind: "image",
      text: "",
      media: [{ kind: "image", filename: "lamp.png", canOpen: true, file: expect.any(String) }],
      status: "queued",
    });
    expect((await ann(`GET ${path}/files/${file}`)).json).toEqual({
      url: expect.stringContaining(`${file}?type=image%2Fpng&name=lamp.png&seconds=300`),
      type: "image/png",
    });
  });

  it("is sent once when the request is repeated, and not in place of another", async () => {
    const { upload, reply } = await aChat();
    const [file, other] = [await upload(PNG), await upload(PNG)];
    expect((await reply({ file })).json.result).toBe("queued");
    expect((await reply({ file })).json.result).toBe("repeated");
    expect((await reply({ file: other })).json.error).toBe("id-taken");
    expect((await reply({ text: "words" })).json.error).toBe("id-taken");
  });

  it.each([
    ["a page called lamp.png", "<!doctype html><script>hacked()</script>"],
    ["a drawing", '<svg onload="hacked()"/>'],
    ["a program", "MZ\x90\x00"],
    ["an Office file, which could hold macros", "PK\x03\x04"],
    ["a script", "@echo off"],
    ["nothing", ""],
  ])("is refused for what is in it, and deleted: %s", async (_, text) => {
    const { upload, reply, store, ports, conversation } = await aChat();
    const file = await upload(
      Buffer.from(text, "latin1").length ? Buffer.from(text, "latin1") : Buffer.from(" "),
    );
    if (text === "") store.objects.set(file, Buffer.alloc(0));
    expect(await reply({ file })).toMatchObject({ status: 422, json: { error: "bad-file" } });
    expect(store.objects.size).toBe(0);
    expect(await ports.outbox.find(conversation, "r1")).toBeUndefined();
  });

  it("may be as large as WhatsApp takes it: 5 MB of a picture, 16 MB of the rest", async () => {
    const { upload, reply, ann, path } = await aChat();
    const large = (start: string, bytes: number) => {
      const file = Buffer.alloc(bytes);
      file.write(start, "latin1");
      return file;
    };
    const picture = await upload(large("\xff\xd8\xff", 5 * MEGABYTE + 1));
    expect((await reply({ file: picture })).json.error).toBe("bad-file");
    const pdf = await upload(large("%PDF-1.7", 16 * MEGABYTE), "a.pdf");
    expect((await reply({ file: pdf })).status).toBe(202);
    const { json } = await ann(`POST ${path}/files`, { name: "b.pdf", bytes: 16 * MEGABYTE + 1 });
    expect(json.error).toBe("bad-file");
    expect((await ann(`POST ${path}/files`, { name: "b.pdf", bytes: 0 })).json.error).toBe("bad-request");
  });

  it("is unknown before it is uploaded, and in the conversation of somebody else", async () => {
    const { ann, reply, path, upload, aConversationWith } = await aChat();
    const { json } = await ann(`POST ${path}/files`, { name: "a.png", bytes: 10 });
    expect((await reply({ file: json.file })).json.error).toBe("unknown-file");
    expect((await reply({ file: "nobodys" })).json.error).toBe("unknown-file");
    const file = await upload(PNG);
    const other = await aConversationWith({ phone: "15550177999" });
    expect((await ann(`GET conversations/${other}/files/${file}`)).json.error).toBe("unknown-file");
    expect((await ann(`POST conversations/${other}/reply`, { text: "", file })).json.error).toBe(
      "unknown-file",
    );
    expect((await ann("POST conversations/nobody/files", { name: "a", bytes: 1 })).json.error).toBe(
      "unknown-conversation",
    );
    expect((await reply({})).json.error).toBe("bad-text");
  });

  it("is named in an export, and gone with the customer, also what was never sent", async () => {
    const { ben, upload, reply, store } = await aChat();
    const [sent] = [await upload(PNG), await upload(PNG, "unsent.png")];
    await reply({ file: sent });
    const exported = JSON.stringify((await ben("POST export", { contact: "+15550177001" })).json);
    expect(exported).toContain("unsent.png");
    await ben("POST forget", { contact: "+15550177001" });
    expect(store.objects.size).toBe(0);
  });

  it("is deleted before what names it: after a failure a repeat deletes the rest", async () => {
    const { ben, upload, store } = await aChat();
    await upload(PNG);
    await upload(PNG);
    store.failures = 1;
    expect((await ben("POST forget", { contact: "+15550177001" })).status).toBe(503);
    expect(store.objects.size).toBe(2);
    expect((await ben("POST forget", { contact: "+15550177001" })).status).toBe(200);
    expect(store.objects.size).toBe(0);
  });
});
