import { expect, it } from "@jest/globals";
import type { Locator } from "playwright-core";
import { waitFor } from "../support/wait-for.ts";
import { anOpenPage, describeInBrowser } from "./browser.ts";

const SECONDS = 1_000;
const opened = anOpenPage({ limits: { turnsVisibility: 6, worker: 60 } });
const page = () => opened().page;
const bubbles = (side: "own" | "other") => page().locator(`.bubble.${side}`);
const newest = () => page().locator("details.turn").first();
const visible = (locator: Locator, seconds = 20) => locator.waitFor({ timeout: seconds * SECONDS });

let customers = 0;
/** Nothing has happened in it yet. */
async function aFreshChat(number = "support"): Promise<void> {
  customers += 1;
  await page().getByText("Another customer").click();
  await page().getByLabel("Name").fill(`Robin ${customers}`);
  await page()
    .getByLabel("Phone, digits")
    .fill(`1555088${String(customers).padStart(4, "0")}`);
  await page().getByRole("button", { name: "Add" }).click();
  await visible(page().getByText(`Robin ${customers} writes by`));
  await page().getByRole("radio", { name: number }).check();
  await page().getByRole("tab", { name: "What happened" }).click();
}
async function say(text: string): Promise<void> {
  await page().getByLabel("Message as the customer").fill(text);
  await page().keyboard.press("Enter");
}
const fault = async (name: string) => {
  await page().getByRole("tab", { name: "Break things" }).click();
  await page().getByRole("button", { name, exact: true }).click();
  await page().getByRole("tab", { name: "What happened" }).click();
};
const settled = () => visible(newest().locator(".badge.good", { hasText: "answered" }), 40);

describeInBrowser("the phone in the browser", () => {
  it("calls nothing but this machine, and is small", async () => {
    const { requests, stack } = opened();
    expect(requests.length).toBeGreaterThanOrEqual(5);
    for (const url of requests) expect(url).toMatch(/^(http:\/\/localhost:\d+\/|data:)/);
    const sizes = await Promise.all(
      [...new Set(requests)]
        .filter((url) => url.startsWith(stack.url) && !url.endsWith("/events"))
        .map(async (url) => (await (await fetch(url)).arrayBuffer()).byteLength),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
  });

  it.each(["support", "sales"])(
    "chats at %s: markup as WhatsApp shows it, ticks from real statuses",
    async (number) => {
      await aFreshChat(number);
      await say("Do you ship to Canada?");
      await visible(bubbles("own").getByText("Do you ship to Canada?"));
      await visible(bubbles("other").getByText("Yes, we ship to Canada."));
      await visible(bubbles("other").locator(".is-bullet").first());
      expect(await bubbles("other").textContent()).not.toMatch(/\*\*|\[our/);
      await visible(bubbles("other").locator(".ticks.read"));
      await visible(bubbles("own").locator(".ticks.read"));
      await settled();
      for (const step of [
        "Ledger: recorded",
        "Turn begins: answers 1 message",
        "Agent asked once",
        "accepted",
        "Ended: answered",
      ])
        await visible(newest().getByText(step));
    },
  );

  it("shows a burst as one turn", async () => {
    await aFreshChat();
    await page().getByRole("button", { name: "Three quick messages" }).click();
    await visible(newest().getByText("3 messages → 1 question to the agent → 1 part sent"), 30);
    await settled();
    await visible(newest().getByText("Turn begins: answers 3 messages"));
    expect(await bubbles("own").count()).toBe(3);
    expect(await bubbles("other").count()).toBe(1);
  });

  it("shows a duplicate recognised, and one answer", async () => {
    await aFreshChat();
    await page().getByRole("button", { name: "The same webhook twice" }).click();
    await visible(newest().getByText("Webhook delivered again"));
    await visible(newest().getByText("known already, so it is not answered twice"));
    await settled();
    expect(await bubbles("other").count()).toBe(1);
  });

  it("shows an unknown outcome settled by a status, and one bubble", async () => {
    await aFreshChat();
    await page().getByRole("button", { name: "A reply with an unknown outcome" }).click();
    await visible(newest().getByText("no answer came. Unknown"));
    await settled();
    expect(await bubbles("other").count()).toBe(1);
    expect(await newest().getByText("Part 1 sent").count()).toBe(1);
  });

  it("answers once although the worker died while the agent was thinking", async () => {
    await aFreshChat();
    await page().getByRole("button", { name: "The worker dies" }).click();
    await settled();
    expect(await bubbles("other").count()).toBe(1);
  });

  it("plays “A person takes over” in its order", async () => {
    await aFreshChat();
    await page().getByRole("button", { name: "A person takes over" }).click();
    await visible(newest().locator(".badge", { hasText: "handed-off" }), 40);
    await visible(page().locator("#facts dd", { hasText: /^answers$/ }), 40);
    const texts = await page().locator(".bubble .text").allTextContents();
    expect(texts).toEqual([
      "human",
      expect.stringContaining("person"),
      expect.stringContaining("this is Ann"),
      "Thank you, that is all.",
    ]);
  });

  it.each([
    ["131056: too fast for one customer", 1],
    ["Cut off before", 1],
  ])("delivers the reply after the fault “%s”", async (name, replies) => {
    await aFreshChat();
    await fault(name);
    await say("What are your opening hours?");
    await settled();
    expect(await bubbles("other").count()).toBe(replies);
  });

  it("keeps ticks at the furthest status, whatever order they come in", async () => {
    await aFreshChat();
    await fault("Reversed");
    await say("What are your opening hours?");
    await settled();
    await visible(newest().getByText("Status from WhatsApp: sent"));
    await visible(bubbles("other").locator(".ticks.read"));
    await fault("Normal");
  });

  it("shows an honest line when the agent is down, and notifies the team", async () => {
    await aFreshChat();
    await fault("Down");
    await say("What are your opening hours?");
    await visible(bubbles("other").first(), 60);
    await visible(newest().locator(".badge.bad", { hasText: "failed" }), 30);
    await fault("Up again");
  });

  it("keeps what somebody is typing to one customer, whatever happens, and shows it in no other chat", async () => {
    await aFreshChat();
    await page().getByRole("tab", { name: "Elsewhere" }).click();
    const reply = page().getByLabel("Text", { exact: true });
    await reply.fill("Hello, this is");
    await page().getByLabel("Message as the customer").focus();
    const { stack } = opened();
    const mails = page().locator(".news summary", { hasText: "✉" });
    const before = await mails.count();
    await stack.twilio.say({ name: "Kim", phone: "15550170077" }, "human", { to: "whatsapp:+14155238886" });
    await waitFor("the mail", async () => (await mails.count()) > before);
    expect(await reply.inputValue()).toBe("Hello, this is");
    await page().locator("[data-customer]").first().click();
    await waitFor("an empty field", async () => (await reply.inputValue()) === "");
  });

  it("goes quiet when somebody writes from the Business app", async () => {
    await aFreshChat();
    await say("Do you ship to Canada?");
    await visible(bubbles("other").first());
    await page().getByRole("tab", { name: "Elsewhere" }).click();
    await page().getByLabel("Text", { exact: true }).fill("I will look at it myself.");
    await page().getByRole("button", { name: "Write", exact: true }).click();
    await visible(page().getByText("from the Business app"));
    await page().getByRole("tab", { name: "What happened" }).click();
    await visible(page().getByText("silent: somebody answered from the Business app"));
  });

  it("stops for good when the customer says stop", async () => {
    await aFreshChat();
    await say("STOP");
    await visible(page().getByText("silent: the customer wants no messages"));
    await visible(bubbles("other").first());
    const before = await bubbles("other").count();
    await say("Do you ship to Canada?");
    await visible(newest().locator(".badge", { hasText: "ignored" }));
    expect(await bubbles("other").count()).toBe(before);
  });

  it("sends photo, voice note, location and contact card as the customer, and answers quotes", async () => {
    await aFreshChat();
    for (const [button, shown] of [
      ["Photo", "Photo"],
      ["Voice note", "Voice note"],
      ["Location", "Location"],
      ["Contact card", "Contact card"],
    ] as const) {
      await page().getByLabel("Send something else").click();
      await page().getByRole("button", { name: button, exact: true }).click();
      await visible(bubbles("own").locator(".media", { hasText: shown }));
    }
    await visible(bubbles("other").first());
    await bubbles("other").first().hover();
    await bubbles("other").first().getByLabel("Answer this message").click();
    await say("What do you mean by that?");
    await visible(bubbles("own").locator(".quoted"));
  });
});
