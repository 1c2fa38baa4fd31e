import { expect, it } from "@jest/globals";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { anOpenPage, describeInBrowser } from "./browser.ts";
import { aPhone, visible, visibleQuickly } from "./phone.ts";

/** Messages that come together are one turn. */
const turns = { quietSeconds: 3, graceSeconds: 5 };
const opened = anOpenPage({ settings: { ...DEMO_SETTINGS, turns }, limits: { turnsDelay: 0 } });
const { page, bubbles, newest, settledQuickly, aFreshChat } = aPhone(opened, "1555087");

/** Begins it in a fresh chat. `promise`: what the page says will be seen; the test shows that it is. */
async function demo(title: string, promise: string, number = "support"): Promise<void> {
  await aFreshChat(number);
  const item = page().locator("#guide li", { has: page().getByRole("button", { name: title }) });
  expect(await item.locator(".quiet").textContent()).toBe(promise);
  await item.getByRole("button").click();
}
const ended = () =>
  visibleQuickly(opened().stack, page().locator("#guide:not(:has(button[aria-disabled='true']))"));
const texts = () => page().locator(".bubble .text").allTextContents();

describeInBrowser("what “Try this” promises", () => {
  it("has a test for each demo", async () => {
    expect(await page().locator("#guide button").count()).toBe(6);
  });

  it("three quick messages are one turn", async () => {
    await demo(
      "Three quick messages",
      "One turn answers all three: one question to the agent, one reply, one charge.",
    );
    await visible(newest().getByText("3 messages → 1 question to the agent → 1 part sent"), 30);
    await settledQuickly();
    await visible(newest().getByText("Turn begins: answers 3 messages"));
    expect(await bubbles("own").count()).toBe(3);
    expect(await bubbles("other").count()).toBe(1);
    await visible(page().locator("#facts dd", { hasText: /^1 free, 0 billed/ }));
  });

  it("the same webhook twice has one answer", async () => {
    await demo("The same webhook twice", "“What happened” shows both deliveries, and one answer.");
    await visible(newest().getByText("Webhook delivered again"));
    await visible(newest().getByText("known already, so it is not answered twice"));
    await settledQuickly();
    expect(
      await newest()
        .getByText(/^Webhook/)
        .count(),
    ).toBe(2);
    expect(await bubbles("other").count()).toBe(1);
  });

  it("a reply with an unknown outcome is not sent again", async () => {
    await demo(
      "A reply with an unknown outcome",
      "WhatsApp accepts it, then the connection breaks. It is not sent again: the status proves that it arrived.",
    );
    await visibleQuickly(opened().stack, newest().getByText("no answer came. Unknown"));
    await settledQuickly();
    expect(await bubbles("other").count()).toBe(1);
    expect(await newest().getByText("Part 1 sent").count()).toBe(1);
    await visible(newest().getByText("Status from WhatsApp: delivered"));
  });

  it("a worker that dies while the agent thinks is resumed after a countdown: answered once", async () => {
    await demo(
      "The worker dies",
      "While the agent thinks. The queue gives the work to another one (here after 8 seconds, in AWS after its visibility timeout), which resumes: answered once.",
    );
    await visible(newest().getByText("Broken on purpose: worker killed"), 30);
    await visible(page().locator("#facts dd", { hasText: /^in \d s: another worker resumes$/ }));
    await settledQuickly();
    expect(await bubbles("other").count()).toBe(1);
    await ended();
  });

  it("a person takes over, and hands back", async () => {
    await demo(
      "A person takes over",
      "“human” stops the bot at once; Ann replies in the inbox (open it beside the phone, and watch) and hands back; then the bot reads what happened.",
    );
    await ended();
    await visible(page().locator("#facts dd", { hasText: /^answers$/ }));
    expect(await texts()).toEqual([
      "human",
      expect.stringContaining("person"),
      expect.stringContaining("this is Ann"),
      "Thank you, that is all.",
    ]);
    const titles = page().locator("details.turn > summary .text");
    await visible(titles.getByText("Your team: Hello, this is Ann. How can I help?"));
    await visible(titles.getByText(/^Automatic message: .*person/));
    await visible(newest().locator(".badge", { hasText: "handed-off" }));
  });

  it.each(["support", "sales"])("the window of %s closes, and a template opens it again", async (number) => {
    const rows = () => page().evaluate("window.rows.join()");
    await page().evaluate(`
      window.rows = [];
      new MutationObserver(() => rows.push(document.querySelector("#facts").textContent))
        .observe(document.querySelector("#facts"), { subtree: true, childList: true, characterData: true });
    `);
    await demo(
      "The window closes",
      "25 hours pass, and only a template may be sent. Ann sends one from the inbox; the customer’s answer opens the window again. The clock stays ahead, because time does not run back.",
      number,
    );
    await ended();
    expect(await rows()).toContain("closed: only a template may be sent");
    await visible(page().locator("#facts dd", { hasText: /^open for 2[34] h/ }));
    await visible(page().locator("#facts dd", { hasText: /^answers$/ }));
    expect(await texts()).toEqual([
      "Do you ship to Canada?",
      expect.stringContaining("we ship to Canada"),
      expect.stringContaining("We have an answer to your question."),
      "Yes, please send it.",
    ]);
    await visible(bubbles("other").locator(".tag", { hasText: "template" }));
    expect(await page().locator("#clock").textContent()).toMatch(
      /^The clock is \d+ h 00 min ahead: .*does not run back/,
    );
    expect(await page().locator("#problem").textContent()).toBe("");
  });
});
