import { existsSync } from "node:fs";
import { BrowserLender } from "./browser-lender.ts";

/** The first needs a fifth less CPU time than the second: it draws no windows. */
const USUAL = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
export const chromiumPath = process.env.CHROMIUM_PATH ?? USUAL.find((path) => existsSync(path));

/**
 * Chromium counts only the last list, so that Playwright's is repeated here. Ours: no renderer for each site, and no
 * pages of the address bar. These are two for each window, in a renderer of their own, half of the CPU time of a context.
 */
const DISABLED_FEATURES =
  "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable," +
  "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect," +
  "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch," +
  "IsolateOrigins,site-per-process,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup";

/** The browser of a run. Playwright is loaded only when a suite asks for it. */
export const lender = new BrowserLender(async () => {
  const { chromium } = await import("playwright-core");
  const server = await chromium.launchServer({
    ...(chromiumPath && { executablePath: chromiumPath }),
    host: "127.0.0.1",
    // In fewer processes: one renderer for the pages of a context.
    args: [
      ...["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--renderer-process-limit=1"],
      "--disable-site-isolation-trials",
      `--disable-features=${DISABLED_FEATURES}`,
    ],
  });
  // Sooner than the server's own "close", which waits for all of Chromium's processes.
  const ended = new Promise<void>((resolve) => server.process().once("exit", () => resolve()));
  return { endpoint: server.wsEndpoint(), close: () => server.close(), ended };
});
