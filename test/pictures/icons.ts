// Makes the inbox's PNG icons from its SVGs, with a browser: `node cli/launch.mjs test/pictures/icons.ts`.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { chromiumPath } from "../browser/chromium.ts";

const ICONS = [
  ["icon", 192, "icon-192"],
  ["icon", 512, "icon-512"],
  ["icon-maskable", 512, "icon-maskable"],
  ["icon-maskable", 180, "icon-180"],
] as const;

const browser = await chromium.launch({
  ...(chromiumPath && { executablePath: chromiumPath }),
  args: ["--no-sandbox"],
});
try {
  for (const [source, size, name] of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const svg = readFileSync(`web/inbox/icons/${source}.svg`, "utf8");
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
    await page.screenshot({ path: `web/inbox/icons/${name}.png`, omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
