import { expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { waitFor } from "../support/wait-for.ts";
import { describeInBrowser } from "./browser.ts";
import { anInbox, box } from "./inbox.ts";

const opened = anInbox();
const issuer = () => opened().server.issuer;
const renewals = () => issuer().grants.filter((grant) => grant === "refresh_token").length;

/** Everything that a browser keeps for the page. */
const kept = (page: Page) =>
  page.evaluate(`(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    cookies: document.cookie,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    address: location.href,
  }))()`);

describeInBrowser("signing in to the inbox", () => {
  it("keeps nothing personal and no token in the browser, and no code in the address", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    await box(page).fill("Dear Dana");
    await page.getByLabel("Search by").fill("Omar");
    expect(await kept(page)).toEqual({
      local: { "inbox.preferences": JSON.stringify({ sound: true, notify: false, enterSends: true }) },
      session: {},
      databases: [],
      caches: [],
      cookies: "",
      workers: 0,
      address: `${opened().server.url}/inbox#conv-dana`,
    });
  });

  it("comes back from a reload by itself, to the same conversation", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    await box(page).waitFor();
    await page.reload();
    await box(page).waitFor();
    expect(page.url()).toBe(`${opened().server.url}/inbox#conv-dana`);
    expect(issuer().grants).toEqual(["authorization_code", "authorization_code"]);
  });

  it("renews the tokens before they end", async () => {
    issuer().expiresInSeconds = 31;
    await opened().signIn("ann", "#conv-dana");
    await waitFor("a renewal", () => renewals() > 0);
    expect(opened().server.refused).toBe(0);
  });

  it("renews once for all calls whose token is not accepted, and goes on", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    await box(page).waitFor();
    issuer().expireAccess();
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    opened().server.inbox.say("conv-dana", { text: "Hello again" });
    await page.locator(".message", { hasText: "Hello again" }).waitFor();
    expect(renewals()).toBe(1);
  });

  it("asks to sign in again when nothing can be renewed, and shows the draft afterwards", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    await box(page).fill("Half a sen");
    await waitFor("the draft", () => opened().server.inbox.drafts.size > 0);
    issuer().isRefusing = true;
    issuer().expireAccess();
    await page.getByText("Your session has ended").waitFor();
    expect(await page.getByText("Dana").count()).toBe(0);
    issuer().isRefusing = false;
    await page.getByRole("button", { name: "Sign in" }).click();
    await waitFor("the draft in the box", async () => (await box(page).inputValue()) === "Half a sen");
  });

  it("signs out everywhere in the browser: revokes, asks for nothing more, and does not come back by itself", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    const other = await page.context().newPage();
    await other.goto(`${opened().server.url}/inbox`);
    await other.getByRole("link", { name: "Dana" }).waitFor();
    await page.getByLabel("Menu").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    await other.getByText("You signed out in another tab.").waitFor();
    await waitFor("two revocations", () => issuer().revoked.length === 2);
    const { calls } = opened().server;
    const before = calls.length;
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Ann" }).waitFor();
    expect(calls.length).toBe(before);
  });

  it("says that somebody is signed out, and offers to sign in, only once the sign-in page has forgotten them", async () => {
    const page = await opened().signIn("ann", "#conv-dana");
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/logout?**", async (route) => {
      await held;
      await route.continue();
    });
    // Told by the page: Playwright asks none that is being left, and a click waits for the next.
    const shown: string[] = [];
    page.on("console", (message) => shown.push(message.text()));
    await page.evaluate(`new MutationObserver(() => {
      console.log(document.querySelectorAll("button").length + " buttons", document.body.innerText);
    }).observe(document.body, { subtree: true, childList: true })`);
    await page.getByLabel("Menu").click();
    const click = page.getByRole("button", { name: "Sign out" }).click();
    await waitFor("the way out", () => shown.at(-1)?.includes("Signing out…"));
    expect(shown.at(-1)).toMatch(/^0 buttons/);
    expect(shown.at(-1)).not.toContain("Dana");
    expect(shown.join()).not.toContain("signed out");
    expect(issuer().session).toBe("ann");
    release();
    await click;
    await page.getByText("You are signed out.").waitFor();
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("link", { name: "Ann" }).waitFor();
  });

  it("takes no code that it did not ask for", async () => {
    const page = await opened().signIn("ann");
    const { grants } = issuer();
    const before = grants.length;
    await page.goto(`${opened().server.url}/inbox?code=stolen&state=guessed`);
    await page.getByText("Signing in did not work").waitFor();
    expect(page.url()).toBe(`${opened().server.url}/inbox`);
    expect(grants.length).toBe(before);
  });
});
