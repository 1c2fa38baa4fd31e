import { expect, it } from "@jest/globals";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox, arrives, box, reply } from "./inbox.ts";

const opened = anInbox();
const ann = (hash?: string) => opened().signIn("ann", hash);
const inbox = () => opened().server.inbox;

describeInBrowser("the inbox at work", () => {
  it("shows who waits, longest first, with what is left of the window, red when little", async () => {
    const page = await ann();
    const rows = page.locator("a.row");
    await rows.nth(2).waitFor();
    expect(await rows.locator(".row-name").allTextContents()).toEqual([
      "Dana Reyes",
      "Omar Haddad",
      "ليلى منصور",
    ]);
    expect(await rows.first().textContent()).toContain("waits 24 min");
    expect(await rows.nth(1).locator(".tag.is-bad").textContent()).toMatch(/^5\d min left$/);
    expect(await page.title()).toBe("(3) Inbox");
  });

  it("filters by number, and finds by phone and name", async () => {
    const page = await ann();
    await page.getByLabel("Number").selectOption("sales");
    await waitFor("one row", async () => (await page.locator("a.row").count()) === 1);
    await page.getByLabel("Number").selectOption("");
    await page.getByLabel("Search by").fill("91981");
    await page.getByRole("link", { name: "Priya" }).waitFor();
    await page.getByLabel("Search by").fill("nobody");
    await page.getByText("Nothing found for").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Dana" }).waitFor();
  });

  it("shows a chat whole: markup, buttons, what the bot read of a photo, notes, lead and reason", async () => {
    const page = await ann("#conv-dana");
    const main = page.getByRole("main");
    await main.getByText("at home until noon").waitFor();
    await main.locator("b", { hasText: "brass floor lamp" }).waitFor();
    expect(await main.locator(".options li").allTextContents()).toEqual(["Standard", "Express"]);
    await main.getByText("delivered to a neighbour").waitFor();
    await main.getByText("left with the neighbour").waitFor();
    await page.getByRole("button", { name: "About the customer" }).click();
    const about = page.getByRole("complementary", { name: "About Dana Reyes" });
    expect(await about.getByRole("link", { name: "dana@example.com" }).getAttribute("href")).toBe(
      "mailto:dana@example.com",
    );
    await about.getByText("would like a person to look into it").waitFor();
  });

  it("shows a new message of the open chat within three seconds, without being touched", async () => {
    const page = await ann("#conv-dana");
    await page.getByText("at home until noon").last().waitFor();
    inbox().say("conv-dana", { text: "Are you still there?" });
    await page.locator(".message", { hasText: "Are you still there?" }).waitFor({ timeout: 3_000 });
    await page.getByRole("status").getByText("Dana Reyes: Are you still there?").waitFor();
  });

  it("replies, assigns, and hands back with a note for the bot", async () => {
    const page = await ann("#conv-dana");
    await reply(page, "Hello Dana, this is Ann.\nI look into it.");
    await page.getByText("You are answering.").waitFor();
    await page.locator(".message.is-staff", { hasText: "this is Ann" }).waitFor();
    await waitFor("an empty box", async () => (await box(page).inputValue()) === "");
    await page.getByRole("button", { name: "Hand back to the bot" }).first().click();
    await page.getByLabel("Anything else it should know?").fill("Parcel found at number 14.");
    await page.getByRole("button", { name: "Hand back", exact: true }).click();
    await page.getByText("The bot answers. Your reply").waitFor();
    expect(inbox().find("conv-dana").acts.at(-1)).toMatchObject({
      by: "ann",
      detail: "Parcel found at number 14.",
    });
  });

  it("says who is answering before somebody else hands a chat back", async () => {
    const page = await ann("#conv-dana");
    inbox().put("conv-dana", { state: "person", assignee: "ben" });
    await arrives(page, page.getByText("is answering").first());
    await page.getByLabel("More").click();
    await page.getByRole("button", { name: "Hand back to the bot" }).click();
    const dialog = page.getByRole("dialog", { name: "Hand back to the bot" });
    await dialog.getByText("your colleague loses it").waitFor();
    expect(await dialog.locator("bdi").textContent()).toBe("ben");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    inbox().put("conv-dana", { state: "waiting", assignee: undefined });
  });

  it("quotes a message of the customer", async () => {
    const page = await ann("#conv-dana");
    const message = page.locator(".message.is-customer", { hasText: "at home until noon" });
    await message.hover();
    await message.getByRole("button", { name: "Quote this message" }).click();
    await reply(page, "Good.");
    await page.locator(".message.is-staff .quoted", { hasText: "at home until noon" }).waitFor();
  });

  it("offers saved replies after a slash, by keyboard", async () => {
    const page = await ann("#conv-dana");
    await box(page).fill("/");
    await page.getByRole("option", { name: "/hours" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await box(page).inputValue()).toBe("You can return it within 30 days.");
  });

  it("keeps an unsent text on the server, over a reload", async () => {
    const page = await ann("#conv-dana");
    await box(page).fill("Half a sen");
    await waitFor("the draft", () => opened().server.inbox.drafts.get("conv-dana ann") === "Half a sen");
    await page.reload();
    await waitFor("the draft in the box", async () => (await box(page).inputValue()) === "Half a sen");
  });

  it("keeps the text while the API is down, says so, and sends it once", async () => {
    const page = await ann("#conv-dana");
    await box(page).waitFor();
    opened().server.isDown = true;
    await reply(page, "Sent when it is back.");
    await page.getByRole("alert").getByText("Your text is kept").waitFor();
    expect(await box(page).inputValue()).toBe("Sent when it is back.");
    opened().server.isDown = false;
    await page.locator(".message.is-staff", { hasText: "Sent when it is back." }).waitFor();
    expect(
      inbox()
        .find("conv-dana")
        .messages.filter(({ from }) => from === "staff"),
    ).toHaveLength(1);
    await page.getByText("cannot be reached").waitFor({ state: "hidden" });
  });

  it("opens the templates when the window is closed, with a preview and what it costs", async () => {
    const page = await ann("#conv-jonas");
    await page.getByRole("button", { name: "Choose a template" }).click();
    const dialog = page.getByRole("dialog", { name: "Send a template" });
    await dialog.getByLabel("Text {{1}}").fill("Jonas");
    await dialog.getByLabel("Text {{2}}").fill("the green lamp");
    await dialog.getByText("Hello Jonas, we have an answer to your question about the green lamp.").waitFor();
    await dialog.getByText("as a utility message").waitFor();
    await dialog.getByRole("button", { name: "Send the template" }).click();
    await page.locator(".message.is-staff", { hasText: "Hello Jonas" }).waitFor();
  });

  it("shows why a message failed, and puts it into the box again", async () => {
    const page = await ann("#conv-jonas");
    inbox().put("conv-jonas", { windowClosesAt: Date.now() + 60_000_000 });
    await arrives(page, page.getByText("More than 24 hours have passed"));
    await page.getByText("(131047)").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    expect(await box(page).inputValue()).toBe("It is back since this morning.");
  });

  it("lets nobody write to a customer who has opted out", async () => {
    const page = await ann("#conv-stop");
    await page.getByText("by writing START").waitFor();
    expect(await box(page).count()).toBe(0);
  });
});
