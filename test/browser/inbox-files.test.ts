import { expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox, box, reply } from "./inbox.ts";

const opened = anInbox();
const ann = () => opened().signIn("ann", "#conv-dana");
const inbox = () => opened().server.inbox;

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const lamp = { name: "lamp.png", mimeType: "image/png", buffer: PNG };

const send = (page: Page) => page.getByRole("button", { name: "Send", exact: true });
const choose = (page: Page, file: { name: string; mimeType: string; buffer: Buffer }) =>
  page.getByLabel("File", { exact: true }).setInputFiles(file);
/** Made in the page, since so many bytes need seconds and 400 MB to get there. */
const chooseOf = async (page: Page, bytes: number) => {
  await page.getByLabel("File", { exact: true }).waitFor({ state: "attached" });
  await page.evaluate(`(() => {
    const input = document.querySelector("input[type=file]");
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(${bytes})], "lamp.png", { type: "image/png" }));
    input.files = data.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  })()`);
};
const uploaded = (page: Page) =>
  waitFor("the upload", async () => (await page.locator(".attached [role=status]").count()) === 0);
const ours = (page: Page) => page.locator(".message.is-staff").last();

/** As a browser tells of a paste or a drop with a file. */
const give = async (page: Page, kind: "paste" | "drop") => {
  await page.locator("#reply").waitFor();
  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(${JSON.stringify([...PNG])})], "pasted.png", { type: "image/png" }));
    const Kind = ${kind === "paste" ? "ClipboardEvent" : "DragEvent"};
    const about = { bubbles: true, cancelable: true, ${kind === "paste" ? "clipboardData" : "dataTransfer"}: data };
    document.querySelector("#reply").dispatchEvent(new Kind("${kind}", about));
  })()`);
};

describeInBrowser("a file of staff in the inbox", () => {
  it("goes with a text, under the page's own policy, and is shown in the chat", async () => {
    const page = await ann();
    await choose(page, lamp);
    await page.locator(".attached", { hasText: "lamp.png" }).waitFor();
    await uploaded(page);
    await reply(page, "Your lamp");
    const message = ours(page);
    await message.getByText("Your lamp").waitFor();
    await message.getByRole("button", { name: "Show" }).click();
    await message.getByRole("img", { name: "Photo", exact: true }).waitFor();
    expect(await page.locator(".attached").count()).toBe(0);
    expect([...inbox().uploads.values()].map(({ bytes }) => bytes?.equals(PNG))).toEqual([true]);
  });

  it("goes without words, but not before it is uploaded", async () => {
    const page = await ann();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/bucket/**", async (route) => {
      await held;
      await route.continue();
    });
    await choose(page, lamp);
    await page.getByText("Uploading…").waitFor();
    expect(await send(page).isDisabled()).toBe(true);
    release();
    await uploaded(page);
    await send(page).click();
    await ours(page).getByText("lamp.png").waitFor();
  });

  it.each([["paste"], ["drop"]] as const)("comes by %s too", async (kind) => {
    const page = await ann();
    await box(page).waitFor();
    await give(page, kind);
    await page.locator(".attached", { hasText: "pasted.png" }).waitFor();
    await uploaded(page);
    await send(page).click();
    await ours(page).getByText("pasted.png").waitFor();
  });

  it("can be taken away again, and then nothing is sent with the text", async () => {
    const page = await ann();
    await choose(page, lamp);
    await uploaded(page);
    await page.getByRole("button", { name: "Take the file away" }).click();
    expect(await send(page).isDisabled()).toBe(true);
    await reply(page, "Only words");
    await ours(page).getByText("Only words").waitFor();
    expect(await ours(page).locator(".file").count()).toBe(0);
  });

  it("is refused for what is in it, and the text stays", async () => {
    const page = await ann();
    await choose(page, { ...lamp, buffer: Buffer.from("<script>hacked()</script>") });
    await uploaded(page);
    await reply(page, "Your lamp");
    await page.getByRole("alert").getByText("WhatsApp takes JPEG and PNG pictures up to 5 MB").waitFor();
    expect(await box(page).inputValue()).toBe("Your lamp");
    expect(await page.locator(".attached").count()).toBe(0);
  });

  it("is not taken when it is empty or too large, and nothing is uploaded", async () => {
    const page = await ann();
    await chooseOf(page, 16 * 1024 * 1024 + 1);
    await page.getByRole("alert").getByText("larger than 16 MB").waitFor();
    await choose(page, { ...lamp, buffer: Buffer.alloc(0) });
    await page.getByRole("alert").getByText("The file is empty.").waitFor();
    expect(inbox().uploads.size).toBe(0);
  });

  it("can be attached again when the upload fails", async () => {
    const page = await ann();
    opened().server.isBucketDown = true;
    await choose(page, lamp);
    await page.getByRole("alert").getByText("The file could not be uploaded.").waitFor();
    opened().server.isBucketDown = false;
    await choose(page, lamp);
    await uploaded(page);
    await send(page).click();
    await ours(page).getByText("lamp.png").waitFor();
  });

  it("says when a file is gone from the bucket", async () => {
    const page = await ann();
    await choose(page, lamp);
    await uploaded(page);
    await send(page).click();
    await ours(page).getByText("lamp.png").waitFor();
    inbox().uploads.clear();
    await ours(page).getByRole("button", { name: "Show" }).click();
    await ours(page).getByText("There is no such file any more.").waitFor();
  });

  it("of the bot is a link that opens elsewhere", async () => {
    inbox().say("conv-dana", {
      from: "bot",
      kind: "image",
      text: "This one",
      status: "sent",
      media: [{ index: 0, kind: "image", canOpen: true, link: "https://cdn.example.com/lamp.png" }],
    });
    const page = await ann();
    const link = page.locator(".message.is-bot").last().getByRole("link", { name: "Open" });
    expect(await link.getAttribute("href")).toBe("https://cdn.example.com/lamp.png");
    expect(await link.getAttribute("rel")).toContain("noopener");
  });

  it.each([["light"], ["dark"]] as const)("fits a phone of 360 pixels, %s", async (colorScheme) => {
    const page = await ann();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 700 });
    await choose(page, { ...lamp, name: `${"very-long-name-".repeat(10)}.png` });
    await uploaded(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/files-${colorScheme}.png` });
  });
});
