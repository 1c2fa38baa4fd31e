import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { builtPage } from "../support/fake-inbox/built-page.ts";
import { fillWithDemo } from "../support/fake-inbox/demo.ts";
import { FakeInboxServer } from "../support/fake-inbox/server.ts";

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 780 };

async function take(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: WIDE, reducedMotion: "reduce" });
  const shoot = (name: string) => page.screenshot({ path: `docs/pictures/inbox-${name}.png` });
  await page.goto(`${url}/inbox#conv-dana`);
  await page.locator(".message", { hasText: "at home until noon" }).waitFor();
  await page.getByRole("button", { name: "About the customer" }).click();
  await page
    .getByLabel("Reply to the customer")
    .fill("Hello Dana, this is Ann.\nYour parcel is with your neighbour at number 14.");
  await shoot("light");
  await page.emulateMedia({ colorScheme: "dark" });
  await shoot("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("link", { name: "Jonas" }).click();
  await page.getByRole("button", { name: "Choose a template" }).click();
  await page.getByLabel("Text {{1}}").fill("Jonas");
  await page.getByLabel("Text {{2}}").fill("the green lamp");
  await shoot("template");
  await page.keyboard.press("Escape");
  await page.setViewportSize(PHONE);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Back to the list" }).click();
  await page.getByRole("button", { name: "Waiting" }).click();
  await page.getByRole("link", { name: "Dana" }).waitFor();
  await shoot("phone-list");
  await page.getByRole("link", { name: "Dana" }).click();
  await page.locator(".message", { hasText: "at home until noon" }).waitFor();
  await shoot("phone-chat");
}

/** Pictures of the inbox on a made-up morning: light, dark, a closed window, and as on a phone. */
export async function picturesOfInbox(executablePath: string): Promise<void> {
  const server = new FakeInboxServer(await builtPage(mkdtempSync(join(tmpdir(), "pictures-page-"))));
  fillWithDemo(server.inbox);
  await server.start();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    await take(browser, server.url);
  } finally {
    await browser.close();
    await server.stop();
  }
}
