import { expect, it } from "@jest/globals";
import { describeInBrowser } from "./browser.ts";
import { anInbox } from "./inbox.ts";

const opened = anInbox();
const inbox = () => opened().server.inbox;

const TEXT = "Yes, we ship to *Canada*:\n\n• Standard: CA$12\n• Express: CA$29";

function withDraft(...texts: readonly string[]) {
  const now = inbox().now();
  inbox().add("conv-kim", {
    name: "Kim Draft",
    phone: "15550177009",
    state: "waiting",
    waitingSince: now - 60_000,
    waitingDrafts: texts.length,
    windowClosesAt: now + 20 * 3_600_000,
    drafts: texts.map((text, index) => ({ id: `draft-${index}`, at: now - 60_000 + index, text })),
  });
  inbox().say("conv-kim", { text: "Do you ship to Canada?", at: now - 90_000, status: "drafted" });
}

describeInBrowser("an answer that waits for a tap", () => {
  it("is listed with who waits, and sent by a tap", async () => {
    withDraft(TEXT);
    const page = await opened().signIn("ann", "#conv-kim");
    await page.locator("a.row", { hasText: "Kim Draft" }).getByText("tap to send").waitFor();
    await page.getByText("Waits for your tap.").waitFor();
    const draft = page.getByRole("region", { name: "Answers that wait" });
    await draft.locator("b", { hasText: "Canada" }).waitFor();
    await draft.getByRole("button", { name: "Send", exact: true }).click();
    await page.locator(".message.is-bot", { hasText: "Standard: CA$12" }).waitFor();
    await draft.waitFor({ state: "detached" });
    expect(await page.locator(".message.is-bot .author").last().textContent()).toBe("Bot, sent by ann");
  });

  it("is sent as it was changed", async () => {
    withDraft(TEXT);
    const page = await opened().signIn("ann", "#conv-kim");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByLabel("The answer, as you change it").fill("Yes, we do. CA$12.");
    await page.getByRole("button", { name: "Send the changed answer" }).click();
    await page.locator(".message.is-staff", { hasText: "Yes, we do. CA$12." }).waitFor();
  });

  it("is discarded, while the next one waits on", async () => {
    withDraft("First", "Second");
    const page = await opened().signIn("ann", "#conv-kim");
    const drafts = page.locator("article.draft");
    await drafts.nth(1).waitFor();
    await drafts.first().getByRole("button", { name: "Discard" }).click();
    await page.getByText("The answer is discarded.").waitFor();
    expect(await drafts.allInnerTexts()).toEqual([expect.stringContaining("Second")]);
    expect(await page.locator(".message.is-bot").count()).toBe(0);
  });

  it("says who was faster when two tap, and offers no tap where a colleague has tapped", async () => {
    withDraft(TEXT);
    const page = await opened().signIn("ann", "#conv-kim");
    const send = page.getByRole("button", { name: "Send", exact: true });
    const [draft] = inbox().find("conv-kim").drafts ?? [];
    await send.first().waitFor();
    const decided = { by: "ben", decision: "send" as const };
    inbox().put("conv-kim", { drafts: draft && [{ ...draft, decided }] }, { quietly: true });
    await page.locator("article.draft").getByRole("button", { name: "Send" }).click();
    await page.getByText("ben was faster").waitFor();
    await page.getByText("tapped “Send”").waitFor();
    expect(await page.locator("article.draft button").count()).toBe(0);
  });

  it("can only be discarded after 24 hours", async () => {
    withDraft(TEXT);
    inbox().put("conv-kim", { windowClosesAt: inbox().now() - 1000 });
    const page = await opened().signIn("ann", "#conv-kim");
    const draft = page.locator("article.draft");
    await draft.getByText("can no longer be sent").waitFor();
    expect(await draft.getByRole("button").allTextContents()).toEqual(["Discard"]);
  });

  it("fits a narrow phone, and is readable in the dark", async () => {
    withDraft(
      TEXT,
      "A second answer, which is long enough to wrap on a narrow phone, with https://lumen.example/shipping/canada/and-a-very-long-path",
    );
    const page = await opened().signIn("ann", "#conv-kim");
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("article.draft").nth(1).waitFor();
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(width).toBeLessThanOrEqual(360);
    const reply = await page.getByLabel("Reply to the customer").boundingBox();
    expect((reply?.y ?? 999) + (reply?.height ?? 0)).toBeLessThanOrEqual(740);
    if (process.env.SHOOT) {
      await page.screenshot({ path: `${process.env.SHOOT}/draft-360-dark.png` });
      await page.emulateMedia({ colorScheme: "light" });
      await page.getByRole("button", { name: "Edit", exact: true }).first().click();
      await page.screenshot({ path: `${process.env.SHOOT}/draft-360-edit.png` });
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.screenshot({ path: `${process.env.SHOOT}/draft-wide.png` });
    }
  });
});
