import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox, askNow, box, open } from "./inbox.ts";

const opened = anInbox();
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOK = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`;

async function violations(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(LOOK);
}
const overflow = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");

describeInBrowser("the inbox, for everybody", () => {
  it.each(["light", "dark"] as const)("has nothing that axe objects to, %s", async (colorScheme) => {
    const page = await opened().signIn("ben");
    await page.emulateMedia({ colorScheme });
    await page.getByRole("button", { name: "All" }).click();
    await open(page, "Jonas Weber");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Choose a template" }).click();
    await page.getByLabel("Text {{1}}").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await open(page, "Dana Reyes");
    await page.getByRole("button", { name: "About the customer" }).click();
    await box(page).fill("/");
    expect(await violations(page)).toEqual([]);
    await box(page).fill("");
    await page.getByLabel("Menu").click();
    await page.getByRole("button", { name: "Staff" }).click();
    await page.getByLabel("E-mail address").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Close" }).click();
    expect(await violations(page)).toEqual([]);
  });

  it("goes from the list to a chat and back at 360 pixels, and nothing sticks out", async () => {
    const page = await opened().signIn("ann");
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.getByRole("main").isVisible()).toBe(false);
    await open(page, "Dana Reyes");
    expect(await page.getByRole("navigation", { name: "Conversations" }).isVisible()).toBe(false);
    expect(await overflow(page)).toBe(0);
    await page.getByRole("button", { name: "Back to the list" }).click();
    await page.getByRole("link", { name: "Omar" }).waitFor();
    await waitFor("the focus where it was left", () =>
      page.evaluate("document.activeElement.dataset.conversation === 'conv-dana'"),
    );
    expect(await overflow(page)).toBe(0);
    await open(page, "Omar Haddad");
    await page.goBack();
    await page.getByRole("link", { name: "Omar" }).waitFor();
  });

  it("is used with the keyboard alone", async () => {
    const page = await opened().signIn("ann");
    await page.getByRole("link", { name: "Dana" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("main").getByRole("heading", { name: "Omar Haddad" }).waitFor();
    await waitFor("the focus in the chat", () => page.evaluate("document.activeElement.tagName === 'H1'"));
    for (let presses = 0; presses < 15; presses++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate("document.activeElement.id === 'reply'")) break;
    }
    await page.keyboard.type("Yes, with an invoice.");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("How many?");
    await page.keyboard.press("Enter");
    await page.locator(".message.is-staff", { hasText: "How many?" }).waitFor();
    expect(opened().server.inbox.find("conv-omar").messages.at(-1)?.text).toBe(
      "Yes, with an invoice.\nHow many?",
    );
  });

  it("reads Arabic from right to left beside English, also where the whole page is right to left", async () => {
    const page = await opened().signIn("ann", "#conv-layla");
    await page.locator(".message .text", { hasText: "مرحبا" }).waitFor();
    expect(await page.evaluate("getComputedStyle(document.querySelector('.message .text')).direction")).toBe(
      "rtl",
    );
    await page.evaluate("document.documentElement.dir = 'rtl'");
    const { x: list = 0 } =
      (await page.getByRole("navigation", { name: "Conversations" }).boundingBox()) ?? {};
    const { x: chat = 0 } = (await page.getByRole("main").boundingBox()) ?? {};
    expect(list).toBeGreaterThan(chat);
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it("stays usable with 10,000 conversations", async () => {
    const { inbox } = opened().server;
    for (let at = 0; at < 10_000; at++) {
      inbox.add(`many-${at}`, {
        name: `Customer ${at}`,
        phone: `1555${String(at).padStart(7, "0")}`,
        lastText: "Hello",
        lastAt: at,
      });
    }
    const page = await opened().signIn("ann");
    await page.getByRole("button", { name: "All" }).click();
    const rows = page.locator("a.row");
    await waitFor("the first page", async () => (await rows.count()) >= 50);
    for (const pages of [2, 3, 4]) {
      await rows.last().scrollIntoViewIfNeeded();
      await waitFor(`${pages} pages`, async () => (await rows.count()) >= pages * 50);
    }
    await page.getByLabel("Search by").fill("15550009876");
    await page.getByRole("link", { name: "Customer 9876" }).click();
    await page.getByRole("main").getByRole("heading", { name: "Customer 9876" }).waitFor();
    expect(await rows.count()).toBe(1);
  });

  it("tells of a new customer who waits in the title, and by a notification that names nobody", async () => {
    const page = await opened().signIn("ann");
    await page.getByRole("link", { name: "Dana" }).waitFor();
    await page.evaluate(`
      window.shown = [];
      window.Notification = class { constructor(title, { body }) { shown.push(title + " | " + body) } static requestPermission = async () => "granted" };
      Object.defineProperty(document, "hidden", { get: () => window.isHidden ?? false });
    `);
    await page.getByLabel("Menu").click();
    await page.getByRole("button", { name: "Sound and keys" }).click();
    await page.getByLabel("Notifications").check();
    opened().server.inbox.add("conv-new", { name: "Zoe", state: "waiting", waitingSince: Date.now() });
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange')); window.isHidden = true");
    await waitFor("the notification", async () => Number(await page.evaluate("shown.length")) === 1);
    expect(await page.evaluate("shown[0]")).toBe("A customer waits for an answer | 4 waiting");
    expect(await page.title()).toBe("(4) Inbox");
  });

  it("opens the device's sound only while it plays: a new customer who waits is heard", async () => {
    const page = await opened().signIn("ann", "", (context) =>
      context.addInitScript(`
        window.heard = [];
        const hear = (kind, name) => {
          const usual = kind.prototype[name];
          kind.prototype[name] = function (...given) {
            heard.push(name);
            return usual.apply(window.source = this, given);
          };
        };
        for (const name of ["resume", "suspend"]) hear(AudioContext, name);
        hear(AudioScheduledSourceNode, "start");
      `),
    );
    const heard = () => page.evaluate<string[]>("heard.splice(0)");
    const rests = () => page.evaluate<boolean>("heard.at(-1) === 'suspend' && source.state === 'suspended'");
    await page.getByRole("link", { name: "Dana" }).click();
    await waitFor("the first rest", rests);
    expect(await heard()).toEqual(["resume", "suspend"]);
    opened().server.inbox.add("conv-new", { name: "Zoe", state: "waiting", waitingSince: Date.now() });
    await askNow(page);
    await waitFor("the second rest", rests);
    expect(await heard()).toEqual(["resume", "start", "start", "suspend"]);
  });
});
