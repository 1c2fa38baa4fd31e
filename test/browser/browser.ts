import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe } from "@jest/globals";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack, StackOptions } from "../../local/stack-options.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";

const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const executablePath = process.env.CHROMIUM_PATH ?? USUAL.find((path) => existsSync(path));

/** Skipped, and said so, where there is no browser: everything else needs nothing but Node. */
export const describeInBrowser: typeof describe.skip = executablePath ? describe : describe.skip;
if (!executablePath)
  console.warn(
    "No Chromium was found: the tests in a browser are skipped. `apt-get install chromium`, or set CHROMIUM_PATH to one.",
  );

/**
 * Chromium counts only the last list, so that Playwright's is repeated here. The last line is Chromium's own, for its
 * address bar: two pages for each window, in a renderer of their own.
 */
const DISABLED_FEATURES = [
  ...[
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "LensOverlay",
  ],
  ...["HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning"],
  ...["AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled"],
  "PreconnectToSearch",
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
];

/** In fewer processes: 150 MB less. */
const CHEAP = [
  ...["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--renderer-process-limit=1"],
  `--disable-features=${DISABLED_FEATURES.join()}`,
];

/** `undefined` where there is no browser. */
export const launchBrowser = async (): Promise<Browser | undefined> =>
  executablePath === undefined ? undefined : chromium.launch({ executablePath, args: CHEAP });

export type Opened = { stack: LocalStack; page: Page; requests: string[] };

/** The local stack and its page in a browser, for the tests of a file. */
export function anOpenPage(options: StackOptions & { view?: BrowserContextOptions } = {}): () => Opened {
  const { view, ...rest } = options;
  let browser: Browser | undefined;
  let opened: Opened;
  beforeAll(async () => {
    if (!executablePath) return;
    const [stack, started] = await Promise.all([
      startBuiltStack({
        settings: { ...DEMO_SETTINGS, turns: { quietSeconds: 0, maxWaitSeconds: 0, graceSeconds: 5 } },
        page: true,
        ...rest,
      }),
      launchBrowser(),
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
