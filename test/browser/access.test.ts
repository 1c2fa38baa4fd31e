import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "@jest/globals";
import { DANA } from "../../local/customer.ts";
import { atRest } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";
import { anOpenPage, describeInBrowser } from "./browser.ts";

const opened = anOpenPage();
const page = () => opened().page;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** As text: it runs in the page. */
const LOOK = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`;

async function violations(): Promise<unknown> {
  await page().evaluate(AXE);
  return page().evaluate(LOOK);
}

const directions = () =>
  page().evaluate(
    "[...document.querySelectorAll('.bubble.own .text')].map((each) => getComputedStyle(each).direction)",
  );

describeInBrowser("the page, for everybody", () => {
  it("is used with the keyboard alone", async () => {
    await page().keyboard.press("Tab");
    await page().keyboard.press("Enter");
    expect(await page().evaluate("document.activeElement.id")).toBe("say");
    await page().keyboard.type("Which lamps do you have?");
    await page().keyboard.press("Enter");
    await page().locator(".bubble.other").first().waitFor();
    await page().getByRole("tab", { name: "What happened" }).focus();
    await page().keyboard.press("ArrowRight");
    expect(await page().getByRole("tab", { name: "Elsewhere" }).getAttribute("aria-selected")).toBe("true");
    await page().locator("#panel-elsewhere").getByText("Write in the WhatsApp Business app").waitFor();
    await page().keyboard.press("ArrowRight");
    expect(await page().locator("#panel-faults").isVisible()).toBe(true);
    await page().keyboard.press("ArrowRight");
    await page().locator("details.turn > summary").first().focus();
    await page().keyboard.press("Enter");
    await page().getByLabel("Send something else").focus();
    await page().keyboard.press("Enter");
    expect(await page().getByRole("button", { name: "Photo" }).isVisible()).toBe(true);
    await page().keyboard.press("Escape");
    expect(await page().getByRole("button", { name: "Photo" }).isVisible()).toBe(false);
  });

  it.each(["light", "dark"] as const)(
    "has nothing that axe objects to, %s, wide and narrow, in each view",
    async (colorScheme) => {
      await page().emulateMedia({ colorScheme });
      await page().setViewportSize({ width: 1400, height: 900 });
      for (const tab of ["Elsewhere", "Break things", "What happened"]) {
        await page().getByRole("tab", { name: tab }).click();
        expect(await violations()).toEqual([]);
      }
      await page().setViewportSize({ width: 360, height: 740 });
      for (const view of ["Chats", "Phone", "Inside"]) {
        await page().getByRole("button", { name: view, exact: true }).click();
        if (view === "Inside") await page().getByRole("tab", { name: "Break things" }).click();
        expect(await violations()).toEqual([]);
        expect(Number(await page().evaluate("document.documentElement.scrollWidth"))).toBeLessThanOrEqual(
          360,
        );
      }
      await page().setViewportSize({ width: 1400, height: 900 });
    },
  );

  it("reads Arabic from right to left, and English in the same chat from left to right", async () => {
    await page().getByLabel("Message as the customer").fill("مرحبا، هل لديكم مصابيح؟");
    await page().keyboard.press("Enter");
    const bubble = page().locator(".bubble.own", { hasText: "مرحبا" }).locator(".text");
    await bubble.waitFor();
    expect(await directions()).toEqual(["ltr", "rtl"]);
  });

  it("shows what customers write as text, never as markup", async () => {
    await page().getByLabel("Message as the customer").fill("<img src=x onerror=alert(1)> <b>hello</b>");
    await page().keyboard.press("Enter");
    await page().locator(".bubble.own", { hasText: "<b>hello</b>" }).waitFor();
    expect(await page().locator(".bubble img").count()).toBe(0);
  });

  it("shows the newest message when it is opened, also in a view that was hidden", async () => {
    for (let at = 0; at < 12; at++) await opened().stack.meta.say(DANA, "one line\nanother\nand a third");
    await page().reload();
    const fromEnd = () =>
      page().evaluate(
        "bubbles.clientHeight && bubbles.scrollHeight - bubbles.scrollTop - bubbles.clientHeight",
      );
    const overflows = () => page().evaluate("bubbles.scrollHeight > bubbles.clientHeight");
    await waitFor("the end of the chat", async () => (await overflows()) && Number(await fromEnd()) < 5);
    await page().setViewportSize({ width: 390, height: 800 });
    await page().getByRole("button", { name: "Inside", exact: true }).click();
    await page().reload();
    await page().getByRole("button", { name: "Phone", exact: true }).click();
    await waitFor(
      "the end of the chat, narrow",
      async () => (await overflows()) && Number(await fromEnd()) < 5,
    );
  });

  it("shows what could not be done in each view", async () => {
    await atRest(opened().stack);
    await page().setViewportSize({ width: 390, height: 800 });
    await page().getByRole("button", { name: "Inside", exact: true }).click();
    await page().getByRole("tab", { name: "Break things" }).click();
    await page().getByRole("button", { name: "Kill the worker now" }).click();
    await page().getByText("No message waits for an answer").waitFor();
    await page().getByRole("button", { name: "Phone", exact: true }).click();
    await page().getByText("No message waits for an answer").waitFor();
    await page().setViewportSize({ width: 1400, height: 900 });
  });
});
