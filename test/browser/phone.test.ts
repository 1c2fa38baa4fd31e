import { expect, it } from "@jest/globals";
import { waitFor } from "../support/wait-for.ts";
import { anOpenPage, describeInBrowser } from "./browser.ts";
import { aPhone, visible, visibleQuickly } from "./phone.ts";

const opened = anOpenPage();
const { page, bubbles, newest, tab, settled, settledQuickly, aFreshChat, say, fault } = aPhone(
  opened,
  "1555088",
);

type Player = { duration: number; play(): Promise<void> };
type Picture = { src: string; naturalWidth: number; decode(): Promise<void> };

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

  it.each([
    ["131056: too fast for one customer", 1],
    ["Cut off before", 1],
  ])("delivers the reply after the fault “%s”", async (name, replies) => {
    await aFreshChat();
    await fault(name);
    await say("What are your opening hours?");
    await settledQuickly();
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
    await visibleQuickly(opened().stack, bubbles("other").first());
    await visibleQuickly(opened().stack, newest().locator(".badge.bad", { hasText: "failed" }));
    await fault("Up again");
  });

  it("keeps what somebody is typing to one customer, whatever happens, and shows it in no other chat", async () => {
    await aFreshChat();
    await tab("Elsewhere");
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
    await tab("Elsewhere");
    await page().getByLabel("Text", { exact: true }).fill("I will look at it myself.");
    await page().getByRole("button", { name: "Write", exact: true }).click();
    await visible(page().getByText("from the Business app", { exact: true }));
    await tab("What happened");
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

  const attach = async (button: string) => {
    await page().getByLabel("Send something else").click();
    await page().getByRole("button", { name: button, exact: true }).click();
  };

  it("sends a location and a contact card as the customer, and answers quotes", async () => {
    await aFreshChat();
    for (const [button, shown] of [
      ["Location", "Location"],
      ["Contact card", "Contact card"],
    ] as const) {
      await attach(button);
      await visible(bubbles("own").locator(".media", { hasText: shown }));
    }
    await visible(bubbles("other").first());
    await bubbles("other").first().hover();
    await bubbles("other").first().getByLabel("Answer this message").click();
    await say("What do you mean by that?");
    await visible(bubbles("own").locator(".quoted"));
  });

  it.each(["support", "sales"])("plays and shows what the customer sent at %s", async (number) => {
    await aFreshChat(number);
    await attach("Voice note");
    const audio = bubbles("own").locator("audio");
    await visible(audio);
    await audio.evaluate((element) => (element as unknown as Player).play());
    expect(await audio.evaluate((element) => Math.round((element as unknown as Player).duration))).toBe(6);
    await attach("Photo");
    const photo = bubbles("own").getByRole("img", { name: "Photo" });
    await visible(photo);
    await photo.evaluate((element) => (element as unknown as Picture).decode());
    expect(await photo.evaluate((element) => (element as unknown as Picture).naturalWidth)).toBe(640);
    await attach("Price list (PDF)");
    await visible(bubbles("own").getByRole("link", { name: "price-list.pdf" }));
  });

  it("shows only the name of a file that the local stack no longer has", async () => {
    await aFreshChat();
    await attach("Photo");
    const photo = bubbles("own").getByRole("img", { name: "Photo" });
    await visible(photo);
    opened().stack.meta.media.files.clear();
    await photo.evaluate((element) => {
      const picture = element as unknown as Picture;
      picture.src = `${picture.src}?again`;
    });
    await visible(bubbles("own").locator(".media", { hasText: "Photo" }));
  });

  it("sends a file from the disk, with what is written as its caption", async () => {
    await aFreshChat();
    await page().getByLabel("Message as the customer").fill("my order");
    const buffer = Buffer.from("a,b");
    await page()
      .locator("input[type=file]")
      .setInputFiles({ name: "mine.csv", mimeType: "text/csv", buffer });
    const [download] = await Promise.all([
      page().waitForEvent("download"),
      bubbles("own").getByRole("link", { name: "mine.csv" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("mine.csv");
    await visible(bubbles("own").getByText("my order"));
  });

  it("offers to record only in WhatsApp's own form, which this browser cannot", async () => {
    await page().getByLabel("Send something else").click();
    expect(await page().getByRole("button", { name: "Record a voice note" }).isDisabled()).toBe(true);
    await visible(page().getByText("Firefox does."));
  });
});
