import { expect, it } from "@jest/globals";
import type { Locator } from "playwright-core";
import { DANA } from "../../local/customer.ts";
import { holdAnswers } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";
import { anOpenPage, describeInBrowser, scrollTo } from "./browser.ts";
import { aPhone, visible } from "./phone.ts";

const opened = anOpenPage();
const { page, bubbles, newest, tab, settled, aFreshChat, say } = aPhone(opened, "1555086");
const stack = () => opened().stack;

const fromEnd = async () =>
  Number(await page().evaluate("bubbles.scrollHeight - bubbles.scrollTop - bubbles.clientHeight"));
const atEnd = () => waitFor("the end of the chat", async () => (await fromEnd()) < 5);
const scrollTop = async () => Number(await page().evaluate("bubbles.scrollTop"));
const LONG = Array.from({ length: 30 }, (_, at) => `Paragraph ${at} of a long answer.`).join("\n\n");
const mails = () => page().locator("#news li");
/** Another customer's, at another number. */
async function aMail(phone: string): Promise<void> {
  const before = await mails().count();
  await stack().twilio.say({ name: "Kim", phone }, "human", { to: "whatsapp:+14155238886" });
  await waitFor("the mail", async () => (await mails().count()) > before);
}
/** At its lower edge. In a string: it runs in the page. */
async function isPainted(locator: Locator): Promise<boolean> {
  const { x = 0, y = 0, width = 0, height = 0 } = (await locator.boundingBox()) ?? {};
  const at = `${x + width / 2}, ${y + height - 1}`;
  return page().evaluate(`document.elementFromPoint(${at}).classList.contains("reaction")`);
}
const focused = () => page().evaluate("document.activeElement.textContent");

async function aLongChat(answers: number): Promise<void> {
  await aFreshChat();
  const usual = stack().chatsby.answer;
  stack().chatsby.answer = () => LONG;
  for (let at = 1; at <= answers; at++) {
    await say(`question ${at}`);
    await waitFor("the answer", async () => (await bubbles("other").count()) === at);
    await visible(bubbles("other").last().locator(".ticks.read"));
    await atEnd();
  }
  stack().chatsby.answer = usual;
}

describeInBrowser("what stays as it is while events come", () => {
  it("is the end of a chat with long answers, also after a reload", async () => {
    await aLongChat(3);
    await stack().meta.say(DANA, LONG);
    await page().reload();
    await visible(bubbles("own").first());
    await atEnd();
    await say("sent after the reload");
    await visible(bubbles("own").getByText("sent after the reload"));
    await atEnd();
  });

  it("is the place of somebody who reads above, until the customer writes", async () => {
    await aLongChat(1);
    const release = holdAnswers(stack());
    await say("What are your opening hours?");
    await visible(page().locator("#chat-sub.typing"));
    await scrollTo(page(), "#bubbles", 100);
    release();
    await waitFor("the answer", async () => (await bubbles("other").count()) === 2);
    await visible(bubbles("other").last().locator(".ticks.read"));
    expect(await scrollTop()).toBe(100);
  });

  it("is the end that a sent message is shown at, wherever somebody has read", async () => {
    await aLongChat(1);
    await scrollTo(page(), "#bubbles", 0);
    expect(await fromEnd()).toBeGreaterThan(200);
    await say("sent from above");
    await visible(bubbles("own").getByText("sent from above"));
    await atEnd();
  });

  it("is the whole badge of a reaction", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await settled();
    await bubbles("other").first().hover();
    await bubbles("other").first().getByLabel("React with a thumb").click();
    const badge = bubbles("other").first().locator(".reaction");
    await visible(badge);
    expect(await isPainted(badge)).toBe(true);
    await visible(newest().locator("summary .text", { hasText: "A reaction" }));
    for (const text of ["one", "two"]) await say(text);
    await visible(bubbles("own").getByText("two"));
    expect(await isPainted(badge)).toBe(true);
  });

  it("is what somebody has begun to write, in its own chat only", async () => {
    const name = await aFreshChat();
    await page().getByLabel("Message as the customer").fill("Half a mess");
    await tab("Elsewhere");
    await page().getByLabel("Text", { exact: true }).fill("Hello, this is");
    await aMail("15550170071");
    await aFreshChat();
    await tab("Elsewhere");
    for (const label of ["Message as the customer", "Text"])
      expect(await page().getByLabel(label, { exact: true }).inputValue()).toBe("");
    await page().getByRole("button", { name }).click();
    expect(await page().getByLabel("Message as the customer").inputValue()).toBe("Half a mess");
    expect(await page().getByLabel("Text", { exact: true }).inputValue()).toBe("Hello, this is");
  });

  it("is an open mail, its scroll and the focus, also in another chat", async () => {
    await tab("Elsewhere");
    await aMail("15550170073");
    await mails().filter({ hasText: "✉" }).first().locator("summary").click();
    const text = mails().locator("details[open] pre");
    await text.evaluate((element) => element.setAttribute("style", "max-height: 3em"));
    await text.evaluate((element) => {
      element.scrollTop = 20;
    });
    expect(await text.evaluate((element) => element.scrollTop)).toBe(20);
    const before = await focused();
    expect(before).toContain("✉");
    await aMail("15550170072");
    await page().evaluate("document.querySelector('[data-customer]').click()");
    await waitFor("another chat", async () =>
      (await page().locator("#chat-sub").textContent())?.startsWith("Dana"),
    );
    expect(await text.count()).toBe(1);
    expect(await text.evaluate((element) => element.scrollTop)).toBe(20);
    expect(await focused()).toBe(before);
  });

  it("is an opened request while its message joins a turn with others", async () => {
    await aFreshChat();
    const release = holdAnswers(stack());
    await say("Do you ship to Canada?");
    const request = newest().locator("details.call").first();
    await request.locator("summary").click();
    await visible(newest().getByText("Turn begins"));
    release();
    await settled();
    expect(await newest().locator("details.call[open]").count()).toBe(1);
  });

  it("is the place in each tab", async () => {
    await aFreshChat();
    const top = () => page().evaluate("document.querySelector('.inside').scrollTop");
    await tab("Break things");
    await scrollTo(page(), ".inside", 150);
    await tab("What happened");
    expect(await top()).toBe(0);
    await tab("Break things");
    expect(await top()).toBe(150);
  });

  it.each([
    ["Slow: 8 seconds", "Fast again"],
    ["Down", "Up again"],
    ["Hold the next 2, deliver in reverse", "Deliver what is held"],
    ["Let them expire", "Renew the tokens"],
    ["Let every start of the worker fail", "Let the worker work again"],
  ])("is no label: “%s” becomes “%s”, and back", async (off, on) => {
    await tab("Break things");
    for (const [label, next] of [
      [off, on],
      [on, off],
    ] as const) {
      await page().getByRole("button", { name: label, exact: true }).click();
      await visible(page().getByRole("button", { name: next, exact: true }));
      expect(await page().getByRole("button", { name: label, exact: true }).count()).toBe(0);
    }
    expect(await page().locator("#broken").textContent()).toBe("Nothing is broken.");
  });
});
