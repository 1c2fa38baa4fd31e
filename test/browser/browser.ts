import { afterAll, beforeAll, describe } from "@jest/globals";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";
import { chromiumPath, keptBrowser } from "./chromium.ts";

/** Skipped, and said so, where there is no browser: everything else needs nothing but Node. */
export const describeInBrowser: typeof describe.skip = chromiumPath ? describe : describe.skip;
if (!chromiumPath)
  console.warn(
    "No Chromium was found: the tests in a browser are skipped. `apt-get install chromium-headless-shell` (Debian), or set CHROMIUM_PATH to one.",
  );

/** What a suite has opened in it is closed when it gives it back. */
export type LentBrowser = Pick<Browser, "newContext" | "newPage"> & { giveBack(): Promise<void> };

/** The browser that the suites of a process use, one after the other. `undefined` where there is none. */
export async function borrowBrowser(): Promise<LentBrowser | undefined> {
  if (!chromiumPath) return undefined;
  const browser = await keptBrowser.borrow();
  return {
    newContext: (options) => browser.newContext(options),
    newPage: (options) => browser.newPage(options),
    async giveBack() {
      await Promise.all(browser.contexts().map((context) => context.close()));
      keptBrowser.giveBack();
    },
  };
}

/** To another place than now. The page learns of it a frame later; resolves then. In a string: it runs in the page. */
export const scrollTo = (page: Page, selector: string, top: number): Promise<void> =>
  page.evaluate(`new Promise((resolve) => {
    const element = document.querySelector(${JSON.stringify(selector)});
    element.addEventListener("scroll", () => resolve(), { once: true });
    element.scrollTop = ${top};
  })`);

export type Opened = { stack: LocalStack; page: Page; requests: string[] };

/** The local stack and its page in a browser, for the tests of a file. */
export function anOpenPage(options: StackOptions & { view?: BrowserContextOptions } = {}): () => Opened {
  const { view, ...rest } = options;
  let browser: LentBrowser | undefined;
  let opened: Opened;
  beforeAll(async () => {
    if (!chromiumPath) return;
    const [stack, started] = await Promise.all([
      startBuiltStack({
        settings: { ...DEMO_SETTINGS, turns: { quietSeconds: 0, maxWaitSeconds: 0, graceSeconds: 5 } },
        page: true,
        ...rest,
      }),
      borrowBrowser(),
    ]);
    if (!started) return;
    browser = started;
    const page = await browser.newPage({
      viewport: { width: 1400, height: 900 },
      reducedMotion: "reduce",
      ...view,
    });
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => {
      throw error;
    });
    opened = { stack, page, requests };
    await page.goto(stack.url);
    await page.getByText("live", { exact: true }).waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.giveBack();
    await opened?.stack.stop();
  });
  return () => opened;
}
