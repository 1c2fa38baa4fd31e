import { expect, it } from "@jest/globals";
import type { Locator, Page } from "playwright-core";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser, scrollTo } from "./browser.ts";
import { anInbox, arrives, askNow, box, reply } from "./inbox.ts";

const opened = anInbox();
const inbox = () => opened().server.inbox;

/** Whether its middle can be seen, and nothing is over it. In a string: it runs in the page. */
async function isSeen(locator: Locator): Promise<boolean> {
  const { x = -1, y = -1, width = 0, height = 0 } = (await locator.boundingBox()) ?? {};
  const at = `${x + width / 2}, ${y + height / 2}`;
  const text = await locator.textContent();
  // What lets clicks through is not found at a point.
  await locator.evaluate((element) => {
    element.style.pointerEvents = "auto";
  });
  return locator.page().evaluate(`document.elementFromPoint(${at})?.textContent === ${JSON.stringify(text)}`);
}
const refuse = (page: Page, what: string, message: string) =>
  page.route(`**/${what}`, (route) =>
    route.fulfill({ status: 409, json: { error: "switched-off", message } }),
  );
const fromEnd = async (page: Page) =>
  Number(
    await page.evaluate(
      "(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)(document.querySelector('.messages'))",
    ),
  );
const scrollTop = (page: Page) => page.evaluate("document.querySelector('.messages').scrollTop");
/** Of many messages, shown at its end. */
async function aLongChat(): Promise<Page> {
  for (let at = 0; at < 45; at++) inbox().say("conv-dana", { text: `Line ${at}` });
  const page = await opened().signIn("ann", "#conv-dana");
  await page.locator(".message", { hasText: "Line 44" }).waitFor();
  await waitFor("the end", async () => (await fromEnd(page)) < 5);
  return page;
}

describeInBrowser("what stays as it is in the inbox, and what is said", () => {
  it.each([360, 1280])("says why a reply was refused, %d pixels wide", async (width) => {
    const page = await opened().signIn("ann", "#conv-dana");
    await page.setViewportSize({ width, height: 640 });
    await refuse(page, "reply", "Not while this number is off.");
    await reply(page, "Hello Dana.");
    const alert = page.getByRole("alert").filter({ hasText: "Not while this number is off." });
    await alert.waitFor();
    expect(await isSeen(alert)).toBe(true);
    expect(await box(page).inputValue()).toBe("Hello Dana.");
  });

  it.each([360, 1280])("says why a template was refused, over the dialog, %d pixels wide", async (width) => {
    const page = await opened().signIn("ann", "#conv-jonas");
    await page.setViewportSize({ width, height: 640 });
    await refuse(page, "template", "Not while this number is off.");
    await page.getByRole("button", { name: "Choose a template" }).click();
    await page.getByLabel("Text {{1}}").waitFor();
    for (const field of await page.getByRole("dialog").getByRole("textbox").all()) await field.fill("lamp");
    await page.getByRole("button", { name: "Send the template" }).click();
    const words = page.getByText("Not while this number is off.");
    await words.waitFor();
    expect(await isSeen(words)).toBe(true);
  });

  it("keeps a half-written reply, its caret and the focus while messages come", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    await box(page).fill("Hello Dana, this");
    await page.keyboard.press("ArrowLeft");
    inbox().say("conv-dana", { text: "Are you there?" });
    await arrives(page, page.locator(".message", { hasText: "Are you there?" }));
    await page.keyboard.type("X");
    expect(await box(page).inputValue()).toBe("Hello Dana, thiXs");
  });

  it("follows the end, stays with a reader above, and shows what somebody has sent", async () => {
    const page = await aLongChat();
    inbox().say("conv-dana", { text: "one more" });
    await arrives(page, page.locator(".message", { hasText: "one more" }));
    await waitFor("the end", async () => (await fromEnd(page)) < 5);
    await scrollTo(page, ".messages", 600);
    inbox().say("conv-dana", { text: "and another" });
    await arrives(page, page.locator(".message", { hasText: "and another" }));
    expect(await scrollTop(page)).toBe(600);
    await reply(page, "I look into it.");
    await page.locator(".message.is-staff", { hasText: "I look into it." }).waitFor();
    await waitFor("the end", async () => (await fromEnd(page)) < 5);
  });

  it("keeps the focus on a conversation while others come and go around it", async () => {
    const page = await opened().signIn("ann");
    await page.getByRole("button", { name: "All" }).click();
    const rows = page.locator("a.row");
    await rows.nth(4).waitFor();
    const order = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-conversation")));
    for (const at of [0, 2]) {
      const [focused, other] = [(await order())[at] ?? "", (await order()).at(-1) ?? ""];
      await page.locator(`a.row[data-conversation="${focused}"]`).focus();
      for (const conversation of [other, focused, other]) {
        inbox().say(conversation, { text: `hello ${conversation}` });
        await askNow(page);
        await waitFor("the new order", async () => (await order())[0] === conversation);
        expect(await page.evaluate("document.activeElement.dataset.conversation")).toBe(focused);
      }
    }
  });
});
