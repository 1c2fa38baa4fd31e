import { afterEach, expect, it } from "@jest/globals";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { holdAnswers } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";
import { anOpenPage, describeInBrowser } from "./browser.ts";
import { arrives, box, reply } from "./inbox.ts";

const opened = anOpenPage();
const page = () => opened().page;
const bubbles = (side: "own" | "other") => page().locator(`.bubble.${side}`);
const visible = (locator: Locator) => locator.waitFor({ timeout: 20_000 });
const waiting = () => page().locator("#waiting");
const contexts: BrowserContext[] = [];

let customers = 0;
const name = () => `Robin ${customers}`;
/** Nothing has happened in it yet. */
async function aFreshChat(): Promise<void> {
  customers += 1;
  await page().getByText("Another customer").click();
  await page().getByLabel("Name").fill(name());
  await page()
    .getByLabel("Phone, digits")
    .fill(`1555089${String(customers).padStart(4, "0")}`);
  await page().getByRole("button", { name: "Add" }).click();
  await visible(page().getByText(`${name()} writes by`));
}
async function say(text: string): Promise<void> {
  await page().getByLabel("Message as the customer").fill(text);
  await page().keyboard.press("Enter");
}
const chatOf = (inbox: Page) => visible(inbox.getByRole("main").getByRole("heading", { name: name() }));
const shows = (inbox: Page, text: string) => arrives(inbox, inbox.locator(".message", { hasText: text }));
/** A window of its own. */
async function opens(link: Locator): Promise<Page> {
  const [inbox] = await Promise.all([page().waitForEvent("popup"), link.click()]);
  inbox.setDefaultTimeout(20_000);
  return inbox;
}
/** In a browser of its own, in the chat that is shown. `begin` is called before anything is loaded. */
async function inboxOf(user: string, begin = async (_: Page) => {}): Promise<Page> {
  const link = await page().locator(`.inbox-bar a[href*="user=${user}"]`).first().getAttribute("href");
  const context = await page()
    .context()
    .browser()
    ?.newContext({ viewport: { width: 1280, height: 800 } });
  if (!context || link === null) throw new Error("no browser, or no link to the inbox");
  contexts.push(context);
  const inbox = await context.newPage();
  inbox.setDefaultTimeout(20_000);
  await begin(inbox);
  await inbox.goto(link);
  await chatOf(inbox);
  return inbox;
}
async function handBack(inbox: Page): Promise<void> {
  await inbox.getByRole("button", { name: "Hand back to the bot" }).first().click();
  await inbox.getByRole("dialog").getByRole("button", { name: "Hand back" }).click();
  await botAnswers();
}
const botAnswers = () => visible(page().locator("#facts dd", { hasText: /^answers$/ }));

describeInBrowser("the inbox beside the phone", () => {
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));

  it("says who waits, and opens that chat in the inbox, where a person answers and hands back", async () => {
    await aFreshChat();
    await say("human");
    await visible(page().getByText("silent: the customer asked for a person"));
    await visible(bubbles("other").getByText("person from our team"));
    await visible(waiting().getByText("1 customer waits for a person."));
    const inbox = await opens(waiting().getByRole("link", { name: "Open the inbox" }));
    await chatOf(inbox);
    await reply(inbox, "Hello, this is Ann.");
    await visible(bubbles("other").getByText("Hello, this is Ann."));
    await visible(waiting().getByText("Nobody waits for a person."));
    await handBack(inbox);
    await inbox.close();
    await say("What are your opening hours?");
    await visible(bubbles("other").getByText("Monday to Friday"));
  });

  it("leads from the mail about a handoff to the hand-back, on a small phone", async () => {
    await aFreshChat();
    await say("human");
    await visible(waiting().getByText("1 customer waits for a person."));
    await page().getByRole("tab", { name: "Elsewhere" }).click();
    const mail = page().locator(".news li", { hasText: `✉ A person is wanted: ${name()} (` });
    await mail.locator("summary").click();
    await page().context().clearCookies();
    const inbox = await opens(mail.locator("a"));
    await inbox.getByRole("button", { name: "Ann" }).click();
    await page().getByRole("tab", { name: "What happened" }).click();
    await inbox.setViewportSize({ width: 360, height: 740 });
    await chatOf(inbox);
    await inbox.getByRole("button", { name: "I’ll answer" }).click();
    await visible(inbox.getByText("You are answering."));
    await visible(waiting().getByText("Nobody waits for a person."));
    await reply(inbox, "Hello from my phone.");
    await visible(bubbles("other").getByText("Hello from my phone."));
    await handBack(inbox);
    await inbox.getByRole("button", { name: "Back to the list" }).click();
    await visible(inbox.getByRole("heading", { name: "Inbox", exact: true }));
    expect(Number(await inbox.evaluate("document.documentElement.scrollWidth"))).toBe(360);
    await inbox.close();
  });

  it("stands where the page ends right of the phone, and is a tab where there is no place", async () => {
    const watch = "window.open = (...given) => { window.openedWith = given; return {}; }";
    const right = await page().evaluate("document.querySelector('.phone').getBoundingClientRect().right");
    await page().evaluate(watch);
    await page().getByRole("link", { name: "Open as Ben (admin)" }).click();
    const width = Math.round(1400 - Number(right));
    expect(await page().evaluate("window.openedWith")).toEqual([
      expect.stringContaining("/local/sign-in?user=ben"),
      "_blank",
      expect.stringContaining(`,width=${width},height=900`),
    ]);
    await page().setViewportSize({ width: 390, height: 800 });
    const tab = await opens(page().getByRole("link", { name: "Open as Ben (admin)" }));
    await chatOf(tab);
    await tab.close();
    await page().setViewportSize({ width: 1400, height: 900 });
    await page().reload();
  });

  it("drops the bot's answer in the making when a person replies first, in view of a colleague", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await visible(bubbles("other").getByText("Yes, we ship to Canada."));
    const [ann, ben] = await Promise.all([inboxOf("ann"), inboxOf("ben")]);
    const { chatsby } = opened().stack;
    const release = holdAnswers(opened().stack);
    await say("What are your opening hours?");
    await waitFor("the question", () => chatsby.questions.at(-1)?.message.includes("opening hours"));
    const taken = ann.waitForResponse(/\/reply$/);
    await reply(ann, "Ann here: from nine to six.");
    expect((await taken).status()).toBe(202);
    release();
    await visible(bubbles("other").getByText("Ann here: from nine to six."));
    await shows(ben, "Ann here: from nine to six.");
    await arrives(ben, ben.getByText("Ann is answering.").first());
    expect(await bubbles("other").count()).toBe(2);
  });

  it("has two members of staff and the bot in one chat, each seeing what the others write", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await visible(bubbles("other").getByText("Yes, we ship to Canada."));
    const [ann, ben] = await Promise.all([inboxOf("ann"), inboxOf("ben")]);
    await reply(ann, "Ann here.");
    await shows(ben, "Ann here.");
    await ben.getByRole("button", { name: "Take over" }).first().click();
    await ben.getByRole("dialog").getByRole("button", { name: "Take over" }).click();
    await arrives(ann, ann.getByText("Ben is answering.").first());
    await reply(ben, "Ben here.");
    await visible(bubbles("other").getByText("Ben here."));
    await handBack(ben);
    await say("What are your opening hours?");
    await visible(bubbles("other").getByText("Monday to Friday"));
    for (const inbox of [ann, ben])
      for (const text of ["ship to Canada?", "Ann here.", "Ben here.", "Monday to Friday"])
        await shows(inbox, text);
  });

  it("has a template picker once the window has closed, and lets the template through", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await visible(bubbles("other").getByText("Yes, we ship to Canada."));
    await page().getByRole("tab", { name: "Break things" }).click();
    await page().getByRole("button", { name: "25 hours later" }).click();
    await page().getByRole("tab", { name: "What happened" }).click();
    await visible(page().getByText("closed: only a template may be sent"));
    const inbox = await inboxOf("ben");
    await inbox.getByRole("button", { name: "Choose a template" }).click();
    expect(await box(inbox).count()).toBe(0);
    const dialog = inbox.getByRole("dialog");
    await dialog.getByRole("combobox").selectOption({ label: "order_update en_US" });
    for (const input of await dialog.getByRole("textbox").all()) await input.fill("lamp");
    await dialog.getByRole("button", { name: "Send the template" }).click();
    await visible(bubbles("other").locator(".tag", { hasText: "template" }));
  });

  it("says that a reply did not arrive, and sends it again", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await visible(bubbles("other").locator(".ticks.read"));
    const inbox = await inboxOf("ann");
    const { meta } = opened().stack;
    const usual = meta.statuses;
    meta.statuses = [{ state: "failed", afterMs: 100, code: 131026 }];
    await reply(inbox, "Your lamp is ready.");
    await arrives(inbox, inbox.locator(".failure", { hasText: "131026" }));
    meta.statuses = usual;
    await inbox.locator(".failure").getByRole("button", { name: "Try again" }).click();
    expect(await box(inbox).inputValue()).toBe("Your lamp is ready.");
    await inbox.getByRole("button", { name: "Send", exact: true }).click();
    await arrives(
      inbox,
      inbox.locator(".message", { hasText: "Your lamp is ready." }).locator(".ticks.read"),
    );
  });

  it("signs out in all tabs, and asks again who comes", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await visible(bubbles("other").first());
    const inbox = await inboxOf("ben");
    const second = await inbox.context().newPage();
    await second.goto(inbox.url());
    await chatOf(second);
    await inbox.getByLabel("Menu", { exact: true }).click();
    await inbox.getByRole("button", { name: "Sign out" }).click();
    await visible(inbox.getByText("You are signed out."));
    await visible(second.getByText("You signed out in another tab."));
    await inbox.getByRole("button", { name: "Sign in" }).click();
    await visible(inbox.getByRole("button", { name: "Ann" }));
  });

  it("ends the session of somebody who is removed, within the life of an access token", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await visible(bubbles("other").first());
    const ann = await inboxOf("ann", (inbox) => inbox.clock.install());
    const ben = await inboxOf("ben");
    await ben.getByLabel("Menu", { exact: true }).click();
    await ben.getByRole("button", { name: "Staff" }).click();
    const row = ben.getByRole("dialog").getByRole("listitem").filter({ hasText: "ann@example.com" });
    await row.getByRole("button").first().click();
    await row.getByRole("button").first().click();
    await row.waitFor({ state: "detached" });
    await ann.clock.fastForward(5 * 60_000);
    await visible(ann.getByText("Your session has ended. Please sign in again."));
    expect(await box(ann).count()).toBe(0);
    await ann.getByRole("button", { name: "Sign in" }).click();
    await visible(ann.getByRole("button", { name: "Ben" }));
    expect(await ann.getByRole("button", { name: "Ann" }).count()).toBe(0);
  });
});
