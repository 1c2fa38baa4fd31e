import { afterAll, beforeAll, describe } from "@jest/globals";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";
import { borrow } from "./browser-lender.ts";
import { chromiumPath } from "./chromium.ts";

/** Skipped, and said so, where there is no browser: everything else needs nothing but Node. */
export const describeInBrowser: typeof describe.skip = chromiumPath ? describe : describe.skip;
if (!chromiumPath)
  console.warn(
    "No Chromium was found: the tests in a browser are skipped. `apt-get install chromium-headless-shell` (Debian), or set CHROMIUM_PATH to one.",
  );

/** The browser that all suites of a run share. Closed by a suite, it is given back. `undefined` where there is none. */
export async function borrowBrowser(): Promise<Browser | undefined> {
  if (!chromiumPath) return undefined;
  const { endpoint, giveBack } = await borrow(Number(process.env.TEST_BROWSER_PORT));
  try {
    return (await chromium.connect(endpoint)).on("disconnected", giveBack);
  } catch (error) {
    giveBack();
    throw error;
  }
}

export type Opened = { stack: LocalStack; page: Page; requests: string[] };

/** The local stack and its page in a browser, for the tests of a file. */
export function anOpenPage(options: StackOptions & { view?: BrowserContextOptions } = {}): () => Opened {
  const { view, ...rest } = options;
  let browser: Browser | undefined;
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
    await browser?.close();
    await opened?.stack.stop();
  });
  return () => opened;
}
