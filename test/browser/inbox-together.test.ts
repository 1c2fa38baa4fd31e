import { expect, it } from "@jest/globals";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox, arrives, box, open, reply } from "./inbox.ts";

const opened = anInbox();
const inbox = () => opened().server.inbox;

describeInBrowser("two members of staff in the inbox", () => {
  it("says who is answering, and takes over only when asked twice", async () => {
    const page = await opened().signIn("ann", "#conv-priya");
    await page.getByRole("region", { name: "Answer" }).getByText("ben is answering.").waitFor();
    expect(await box(page).count()).toBe(0);
    await page.getByRole("button", { name: "Take over" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Take the chat over?" });
    expect(inbox().find("conv-priya").assignee).toBe("ben");
    await dialog.getByRole("button", { name: "Take over" }).click();
    await page.getByText("You are answering.").waitFor();
    expect(inbox().find("conv-priya").assignee).toBe("ann");
  });

  it("shows a colleague's newer reply before an older one leaves, and keeps the text", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    await box(page).waitFor();
    await page.getByText("at home until noon").last().waitFor();
    await page.evaluate(
      "window.fetch = ((real) => (url, options) => String(url).includes('/changes') ? new Promise(() => {}) : real(url, options))(window.fetch)",
    );
    inbox().say("conv-dana", { from: "staff", by: "ben", text: "Ben has it: number 14." });
    await reply(page, "I look into it.");
    await page.getByRole("alert").getByText("ben has written to this customer in the meantime").waitFor();
    await page.locator(".message.is-staff", { hasText: "number 14" }).waitFor();
    expect(await box(page).inputValue()).toBe("I look into it.");
    await page.getByRole("button", { name: "send it all the same" }).click();
    await page.locator(".message.is-staff", { hasText: "I look into it." }).waitFor();
  });

  it("shows each of them what the other does in the same chat", async () => {
    const [ann, ben] = [
      await opened().signIn("ann", "#conv-dana"),
      await opened().signIn("ben", "#conv-dana"),
    ];
    await reply(ann, "Hello Dana, this is Ann.");
    await arrives(ben, ben.locator(".message.is-staff", { hasText: "this is Ann" }));
    await arrives(ben, ben.getByRole("region", { name: "Answer" }).getByText("ann is answering."));
    await ben.getByRole("button", { name: "Internal note" }).click();
    await ben.getByLabel("Note for the team").fill("The carrier calls back at three.");
    await ben.getByRole("button", { name: "Save the note" }).click();
    await arrives(ann, ann.getByText("The carrier calls back at three."));
  });

  it("lets an admin switch a number, invite and remove staff, and nobody else", async () => {
    const ann = await opened().signIn("ann");
    await ann.getByLabel("Menu").click();
    expect(await ann.getByRole("button", { name: "Staff" }).count()).toBe(0);
    const ben = await opened().signIn("ben");
    await ben.getByLabel("Menu").click();
    await ben.getByRole("button", { name: "Switch the bot" }).click();
    await ben.getByRole("button", { name: "Switch off sales" }).click();
    await ben.getByRole("button", { name: "Switch on sales" }).waitFor();
    await ben.keyboard.press("Escape");
    await ben.getByLabel("Menu").click();
    await ben.getByRole("button", { name: "Staff" }).click();
    await ben.getByLabel("E-mail address").fill("cleo@example.com");
    await ben.getByRole("button", { name: "Send the invitation" }).click();
    await ben.getByText("cleo@example.com gets a mail").waitFor();
    await ben.getByRole("button", { name: "Remove Ann Lee" }).click();
    await ben.getByRole("button", { name: "Remove for good Ann Lee" }).click();
    await ben.getByText("Ann Lee is signed out").waitFor();
    await arrives(ann, ann.getByText("not on the staff of this inbox"));
  });

  it("exports a customer's data, and erases it only after a typed word", async () => {
    const page = await opened().signIn("ben", "#conv-dana");
    await page.getByRole("button", { name: "About the customer" }).click();
    await page.getByRole("button", { name: "Export or erase" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("customer-data.json");
    const erase = page.getByRole("button", { name: "Erase for good" });
    expect(await erase.isDisabled()).toBe(true);
    await page.getByLabel("to confirm").fill("erase");
    await erase.click();
    await page.getByText("Erased: 7 items.").waitFor();
    await page.keyboard.press("Escape");
    await waitFor("the row gone", async () => (await page.getByRole("link", { name: "Dana" }).count()) === 0);
    await open(page, "Omar Haddad");
  });
});
