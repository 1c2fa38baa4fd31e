import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { existsSync } from "node:fs";
import { Socket } from "node:net";
import { chromium } from "playwright-core";
import { KeptBrowser } from "./kept-browser.ts";

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
  "AudioServiceOutOfProcess,IsolateOrigins,site-per-process,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup";

// In fewer processes: one renderer for the pages of a context, and none for the network and the sound.
const ARGS = [
  ...["--no-sandbox", "--disable-gpu", "--in-process-gpu", "--renderer-process-limit=1"],
  "--disable-site-isolation-trials",
  `--disable-features=${DISABLED_FEATURES}`,
  "--enable-features=NetworkServiceInProcess2",
  // No page lives long enough for what V8's optimizing compilers cost.
  "--js-flags=--no-maglev --no-opt",
];

/** The browser of this process, which may end while it runs: then it ends too. */
export const keptBrowser = new KeptBrowser(async () => {
  const started: ChildProcess[] = [];
  const note = (message: unknown) => started.push((message as { process: ChildProcess }).process);
  subscribe("child_process", note);
  try {
    return await chromium.launch({ ...(chromiumPath && { executablePath: chromiumPath }), args: ARGS });
  } finally {
    unsubscribe("child_process", note);
    started.filter(({ spawnfile }) => spawnfile === chromiumPath).forEach(waitNotFor);
  }
});

function waitNotFor(child: ChildProcess): void {
  child.unref();
  for (const pipe of child.stdio) if (pipe instanceof Socket) pipe.unref();
}
