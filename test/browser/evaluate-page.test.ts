import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { reportPage } from "../../cli/evaluate/report-page.ts";
import { aReport } from "../cli/support/a-report.ts";
import { borrowBrowser, describeInBrowser, type LentBrowser } from "./browser.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** As text: it runs in the page. */
const LOOK = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`;

let browser: LentBrowser | undefined;
let page: Page;
beforeAll(async () => {
  browser = await borrowBrowser();
  if (!browser) return;
  page = await browser.newPage();
  await page.setContent(reportPage(aReport(`نعم *${"a".repeat(200)}* <b>x</b>`)));
}, 60_000);
afterAll(() => browser?.giveBack());

describeInBrowser("the page of wa evaluate", () => {
  it.each(["light", "dark"] as const)(
    "fits a phone and is readable for everybody, %s",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      for (const width of [320, 360, 1_200]) {
        await page.setViewportSize({ width, height: 740 });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      }
      await page.evaluate(AXE);
      expect(await page.evaluate(LOOK)).toEqual([]);
    },
  );

  it("prints dark text on white, whatever the screen shows", async () => {
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const colours =
      "(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))";
    expect(await page.evaluate(colours)).toEqual(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  });
});
