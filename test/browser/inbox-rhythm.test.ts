import { expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox, box } from "./inbox.ts";

const opened = anInbox();

/** Questions for what has changed in half a minute of the page's own clock: of the chat, and of the lists. */
async function questions(page: Page): Promise<{ chat: number; lists: number }> {
  const asked: string[] = [];
  const listen = (request: { url(): string }) => {
    if (request.url().includes("/inbox/api/changes")) asked.push(request.url());
  };
  page.on("request", listen);
  for (let seconds = 0; seconds < 30; seconds += 1) {
    await page.clock.runFor(1_000);
    // Answers come by the real clock.
    await page.evaluate("fetch('/inbox/config.json').then(() => undefined)");
  }
  page.off("request", listen);
  const chat = asked.filter((url) => url.includes("conversation=")).length;
  return { chat, lists: asked.length - chat };
}

const hide = (page: Page, isHidden: boolean) =>
  page.evaluate(`
    Object.defineProperty(document, "hidden", { configurable: true, get: () => ${isHidden} });
    document.dispatchEvent(new Event("visibilitychange"));
  `);

describeInBrowser("how often the inbox asks", () => {
  it("is every 2 seconds in an open chat, every 10 in the lists, rarely when hidden, never when signed out", async () => {
    const page = await opened().signIn("ann", "", (context) => context.clock.install());
    await page.getByRole("link", { name: "Dana" }).waitFor();
    const inList = await questions(page);
    expect(inList.chat).toBe(0);
    expect([2, 3]).toContain(inList.lists);

    await page.getByRole("link", { name: "Dana" }).click();
    await box(page).waitFor();
    const inChat = await questions(page);
    expect(inChat.chat).toBeGreaterThanOrEqual(12);
    expect(inChat.chat).toBeLessThanOrEqual(16);
    expect(inChat.lists).toBeLessThanOrEqual(3);

    await hide(page, true);
    await page.clock.runFor(10_000);
    const hidden = await questions(page);
    expect(hidden.chat).toBe(0);
    expect(hidden.lists).toBeLessThanOrEqual(1);
    await hide(page, false);

    opened().server.issuer.isRefusing = true;
    opened().server.issuer.expireAccess();
    await page.clock.runFor(11_000);
    await page.getByText("Your session has ended").waitFor();
    expect(await questions(page)).toEqual({ chat: 0, lists: 0 });
  });

  it("is ever rarer while the API is down", async () => {
    const page = await opened().signIn("ann", "", (context) => context.clock.install());
    await page.getByRole("link", { name: "Dana" }).waitFor();
    opened().server.isDown = true;
    await questions(page);
    await waitFor("the banner", () => page.getByText("cannot be reached").first().isVisible());
    expect((await questions(page)).lists).toBeLessThanOrEqual(1);
    opened().server.isDown = false;
    // In small steps: a call is given up after 15 seconds of the page's clock.
    await questions(page);
    await questions(page);
    // Drawing waits for the page's clock too.
    await page.clock.resume();
    await page.getByText("cannot be reached").first().waitFor({ state: "hidden" });
  });
});
