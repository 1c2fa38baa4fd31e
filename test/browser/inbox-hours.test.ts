import { it } from "@jest/globals";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox } from "./inbox.ts";

const opened = anInbox();
const inbox = () => opened().server.inbox;

function withWaiting(id: string, name: string, change: { opensAt?: number; botUntil?: number }) {
  const now = inbox().now();
  inbox().add(id, { name, phone: "15550177009", state: "waiting", waitingSince: now - HOUR_MS, ...change });
  inbox().say(id, { text: "human", at: now - HOUR_MS, status: "handed-off" });
}

describeInBrowser("a customer who waits outside business hours", () => {
  it("is shown with when the team is back, and whether the bot goes on until then", async () => {
    const opensAt = inbox().now() + 30 * HOUR_MS;
    withWaiting("conv-night", "Nora Night", { opensAt, botUntil: opensAt });
    withWaiting("conv-queue", "Quinn Queue", { opensAt });
    withWaiting("conv-day", "Dan Day", { opensAt: inbox().now() - 1 });
    const page = await opened().signIn("ann", "#conv-night");
    const rowOf = (name: string) => page.locator("a.row", { hasText: name }).locator(".row-tags");
    await rowOf("Nora Night").getByText("bot, then team in 29 h").waitFor();
    await rowOf("Quinn Queue").getByText("waits 60 min").waitFor();
    const situation = page.locator(".situation");
    await situation.getByText(/the team is back .* at \d\d:\d\d\. The bot goes on until then/).waitFor();
    await page.locator("a.row", { hasText: "Quinn Queue" }).click();
    // A click shows the chosen chat a moment later.
    await situation.filter({ hasText: "the team is back", hasNotText: "The bot goes on" }).waitFor();
    await page.locator("a.row", { hasText: "Dan Day" }).click();
    await situation.filter({ hasText: "for a person", hasNotText: "business hours" }).waitFor();
  });
});
