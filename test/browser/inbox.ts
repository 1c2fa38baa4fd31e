import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { builtPage } from "../support/fake-inbox/built-page.ts";
import { fillWithDemo } from "../support/fake-inbox/demo.ts";
import { FakeInboxServer } from "../support/fake-inbox/server.ts";
import { waitFor } from "../support/wait-for.ts";
import { borrowBrowser, type LentBrowser } from "./browser.ts";

export type OpenedInbox = {
  server: FakeInboxServer;
  /** A member of staff in a browser of their own. `before`: the page is opened. */
  signIn(user: string, hash?: string, before?: (context: BrowserContext) => Promise<unknown>): Promise<Page>;
};

/**
 * The inbox over an API in memory: a fresh one for each test, and a fresh page for each who signs in. The context is
 * that of the test before, since it costs more than a page. With `before` it is this test's own.
 */
export function anInbox(): () => OpenedInbox {
  let browser: LentBrowser | undefined;
  let opened: OpenedInbox;
  const kept: BrowserContext[] = [];
  const own: BrowserContext[] = [];
  beforeAll(async () => {
    browser = await borrowBrowser();
  }, 60_000);
  beforeEach(async () => {
    const started = browser;
    if (!started) return;
    await Promise.all([...own.splice(0).map((context) => context.close()), ...kept.map(tidy)]);
    await opened?.server.stop();
    const server = new FakeInboxServer(await builtPage());
    fillWithDemo(server.inbox);
    await server.start();
    let signedIn = 0;
    const contextFor = async (before?: (context: BrowserContext) => Promise<unknown>) => {
      const usual = before ? undefined : kept[signedIn++];
      if (usual) return usual;
      const context = await started.newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: "reduce",
      });
      (before ? own : kept).push(context);
      await (before ?? keep)(context);
      return context;
    };
    const signIn: OpenedInbox["signIn"] = async (user, hash = "", before) => {
      const context = await contextFor(before);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on("pageerror", (error) => {
        throw error;
      });
      server.issuer.session = user;
      await page.goto(`${server.url}/inbox${hash}`);
      await page.getByRole("heading", { name: "Inbox", exact: true }).waitFor();
      return page;
    };
    opened = { server, signIn };
  });
  afterAll(async () => {
    await browser?.giveBack();
    await opened?.server.stop();
  });
  return () => opened;
}

/** An empty page keeps its window and its renderer between two tests. */
const keep = (context: BrowserContext) => context.newPage();

/** What a page has stored belongs to the address of its server, which is gone. */
async function tidy(context: BrowserContext): Promise<void> {
  const [, ...used] = context.pages();
  await Promise.all(used.map((page) => page.close()));
  await context.clearCookies();
}

/** Opens a conversation from the list. */
export async function open(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name }).click();
  await page.getByRole("main").getByRole("heading", { name }).waitFor();
}

const isTimeout = (error: unknown) => error instanceof Error && error.name === "TimeoutError";

/** The page asks at once for what has changed, as when somebody comes back to its tab. */
export const askNow = (page: Page) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

/** Waits for what others did, which the page is made to ask for. */
export const arrives = (page: Page, locator: Locator) =>
  waitFor(String(locator), async () => {
    await askNow(page);
    return locator.waitFor({ timeout: 300 }).then(
      () => true,
      (error: unknown) => {
        if (!isTimeout(error)) throw error;
        return false;
      },
    );
  });

export const box = (page: Page) => page.getByLabel("Reply to the customer");

export async function reply(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}
