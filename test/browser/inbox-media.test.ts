import { buffer } from "node:stream/consumers";
import { expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { FakeFile, type Message } from "../support/fake-inbox/shapes.ts";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox } from "./inbox.ts";

const opened = anInbox();
const ann = () => opened().signIn("ann", "#conv-dana");

type Media = NonNullable<Message["media"]>[number];

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A second of silence. */
function wave(): Buffer {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + 8000, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(8000, 40);
  return Buffer.concat([head, Buffer.alloc(8000, 128)]);
}

function sent(media: Partial<Media>, file?: FakeFile): string {
  const { inbox } = opened().server;
  const kind = media.kind ?? "document";
  const { id } = inbox.say("conv-dana", {
    kind,
    text: `[${kind}]`,
    media: [{ index: 0, kind, canOpen: true, ...media }],
  });
  if (file) inbox.files.set(`${id} 0`, file);
  return id;
}

const bubble = (page: Page, id: string) => page.locator(`[data-id="${id}"]`);
const button = (page: Page, id: string, name: string) =>
  bubble(page, id).getByRole("button", { name, exact: true });

async function saved(page: Page, id: string) {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, id, "Save").click()]);
  return { name: download.suggestedFilename(), bytes: await buffer(await download.createReadStream()) };
}

/** Blob URLs that were made and not given back. */
const WATCH = `(() => {
  window.blobs = new Set();
  const [make, give] = [URL.createObjectURL, URL.revokeObjectURL];
  URL.createObjectURL = (blob) => { const url = make(blob); window.blobs.add(url); return url; };
  URL.revokeObjectURL = (url) => { window.blobs.delete(url); give(url); };
})()`;
const blobs = (page: Page) => page.evaluate("window.blobs.size");

describeInBrowser("what customers send, in the inbox", () => {
  it("shows a photo under the page's own policy, and gives its memory back when it is closed", async () => {
    const id = sent({ kind: "image" }, new FakeFile("image/png", PNG));
    const page = await ann();
    await page.evaluate(WATCH);
    await button(page, id, "Show").click();
    const photo = bubble(page, id).getByRole("img", { name: "Photo from the customer" });
    await waitFor(
      "the photo",
      async () => (await page.evaluate("document.querySelector('img.file-shown')?.naturalWidth")) === 1,
    );
    expect(await photo.getAttribute("src")).toMatch(/^blob:/);
    await button(page, id, "Close").click();
    await waitFor("the memory", async () => (await blobs(page)) === 0);
    expect(await bubble(page, id).getByRole("img").count()).toBe(0);
  });

  it("gives the memory back when the chat is left", async () => {
    const id = sent({ kind: "image" }, new FakeFile("image/png", PNG));
    const page = await ann();
    await page.evaluate(WATCH);
    await button(page, id, "Show").click();
    await bubble(page, id).getByRole("img", { name: "Photo" }).waitFor();
    await page.getByRole("link", { name: "Omar" }).click();
    await waitFor("the memory", async () => (await blobs(page)) === 0);
  });

  it("plays a voice note, and says what a machine heard in it", async () => {
    const id = sent(
      {
        kind: "voice",
        understood: { text: "Where is my <b>lamp</b>?", language: "en", confidence: 0.4, cut: true },
      },
      new FakeFile("audio/mpeg", wave()),
    );
    const page = await ann();
    const note = bubble(page, id);
    expect(await note.locator(".understood").textContent()).toMatch(
      /^Heard: by a machine, unsure“Where is my <b>lamp<\/b>\?…”$/,
    );
    await button(page, id, "Play").click();
    await note.getByLabel("Voice message from the customer").waitFor();
    await waitFor(
      "the sound",
      async () => Number(await page.evaluate("document.querySelector('audio')?.duration")) > 0.9,
    );
  });

  it("says in plain words why nothing was understood", async () => {
    const id = sent({ kind: "voice", notUnderstood: "it took too long" });
    const page = await ann();
    await bubble(page, id).getByText("Not heard by the machine: it took too long").waitFor();
  });

  it("shows the first of a long document, and all of it when asked", async () => {
    const text = `${"All the terms. ".repeat(60)}The end.`;
    const id = sent({ filename: "terms.pdf", understood: { text } });
    const page = await ann();
    const read = bubble(page, id).locator(".understood p");
    expect((await read.textContent())?.length).toBeLessThan(410);
    await button(page, id, "Show all").click();
    expect(await read.textContent()).toContain("The end.”");
  });

  it("says that WhatsApp no longer has it", async () => {
    const id = sent({ kind: "image" });
    const page = await ann();
    await button(page, id, "Show").click();
    await bubble(page, id).getByText("WhatsApp no longer has this file.").waitFor();
  });

  it("puts a large file together from its parts", async () => {
    const whole = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 251));
    const file = new FakeFile("application/pdf", whole);
    file.partBytes = 300;
    const id = sent({ filename: "big.pdf" }, file);
    const page = await ann();
    expect((await saved(page, id)).bytes.equals(whole)).toBe(true);
    expect(opened().server.calls.filter((name) => name === "media")).toHaveLength(4);
  });

  it("goes on with a new token when the old one ends in the middle", async () => {
    const file = new FakeFile("application/pdf", Buffer.alloc(1000, 1));
    file.partBytes = 500;
    const id = sent({ filename: "a.pdf" }, file);
    const page = await ann();
    const { server } = opened();
    file.onPart = () => server.issuer.expireAccess();
    expect((await saved(page, id)).bytes.length).toBe(1000);
    expect(server.refused).toBeGreaterThan(0);
  });

  it("shows nothing of an answer that breaks off, and loads it whole when asked again", async () => {
    const file = new FakeFile("image/png", PNG);
    const id = sent({ kind: "image" }, file);
    const page = await ann();
    await page.route("**/media/**", (route) => route.abort("connectionreset"), { times: 1 });
    await button(page, id, "Show").click();
    await bubble(page, id).getByText("It could not be loaded whole. Try again.").waitFor();
    file.cut = true;
    await button(page, id, "Show").click();
    await bubble(page, id).getByText("It could not be loaded whole. Try again.").waitFor();
    expect(await bubble(page, id).locator("img").count()).toBe(0);
    file.cut = false;
    await button(page, id, "Show").click();
    await bubble(page, id).getByRole("img", { name: "Photo" }).waitFor();
  });

  it.each([
    ["text/html", "page.html", "page.html.unsafe"],
    ["image/svg+xml", "picture.svg", "picture.svg.unsafe"],
    ["application/octet-stream", "invoice.pdf.exe", "invoice.pdf.exe.unsafe"],
    ["application/octet-stream", "\u202etxt.exe", "txt.exe.unsafe"],
    ["application/octet-stream", "../../.bashrc", "_.._.bashrc"],
    ["application/pdf", '"><script>hacked()</script>', "___script_hacked()__script_.pdf"],
    ["application/pdf", "bill.html", "bill.html.pdf"],
  ])("only saves what the API calls %s, under a name that runs nothing: %j", async (type, filename, name) => {
    const id = sent(
      { kind: "image", filename },
      new FakeFile(type, Buffer.from("<script>parent.hacked()</script>")),
    );
    const page = await ann();
    await page.evaluate("window.hacked = () => { window.isHacked = true }");
    const [download] = await Promise.all([page.waitForEvent("download"), button(page, id, "Show").click()]);
    expect(download.suggestedFilename()).toBe(name);
    await bubble(page, id).getByText("open it only if you expect it").waitFor();
    expect(await bubble(page, id).locator("img, audio, video, iframe, object, embed").count()).toBe(0);
    expect(await page.evaluate("window.isHacked === true")).toBe(false);
  });

  it("shows a picture that is a page too as a picture, and a broken one not at all", async () => {
    const both = Buffer.concat([PNG, Buffer.from("<script>parent.hacked()</script>")]);
    const [id, broken] = [
      sent({ kind: "image" }, new FakeFile("image/png", both)),
      sent({ kind: "image" }, new FakeFile("image/jpeg", Buffer.from("\xff\xd8\xff<html>", "latin1"))),
    ];
    const page = await ann();
    await page.evaluate("window.hacked = () => { window.isHacked = true }");
    await button(page, id, "Show").click();
    await bubble(page, id).getByRole("img", { name: "Photo" }).waitFor();
    await button(page, broken, "Show").click();
    await bubble(page, broken).getByText("Your browser cannot show it.").waitFor();
    await bubble(page, broken).getByRole("link", { name: "Save" }).waitFor();
    expect(await page.evaluate("window.isHacked === true")).toBe(false);
  });

  it("offers nothing to open where the provider gave nothing", async () => {
    const id = sent({ kind: "document", filename: "a.pdf", canOpen: false });
    const page = await ann();
    await bubble(page, id).getByText("a.pdf").waitFor();
    expect(await bubble(page, id).locator(".file").getByRole("button").count()).toBe(0);
  });

  it.each([["light"], ["dark"]] as const)("fits a phone of 360 pixels, %s", async (colorScheme) => {
    const voice = sent(
      { kind: "voice", understood: { text: "Where is my lamp? ".repeat(40) } },
      new FakeFile("audio/mpeg", wave()),
    );
    sent({ filename: `${"very-long-name-without-a-break".repeat(4)}.pdf`, notUnderstood: "it is too large" });
    const page = await ann();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 700 });
    await button(page, voice, "Play").click();
    await bubble(page, voice).getByLabel("Voice message from the customer").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    expect(await page.evaluate("document.querySelector('.messages').scrollWidth")).toBeLessThanOrEqual(360);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/media-${colorScheme}.png` });
  });
});
