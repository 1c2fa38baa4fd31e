import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import type { BrowserContext, Page } from "playwright-core";
import { DANA, type SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";
import { waitFor } from "../support/wait-for.ts";
import { borrowBrowser, describeInBrowser, type LentBrowser } from "./browser.ts";
import { arrives, open, reply } from "./inbox.ts";

const HOUR_MS = 3_600_000;

/** One pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let stack: LocalStack;
let browser: LentBrowser;
const contexts: BrowserContext[] = [];
beforeAll(async () => {
  const launched = await borrowBrowser();
  if (!launched) return;
  browser = launched;
  stack = await startBuiltStack({
    settings: {
      ...DEMO_SETTINGS,
      turns: { quietSeconds: 0, maxWaitSeconds: 0 },
      inbox: { savedReplies: [{ name: "hours", text: "We are open from 9 to 18." }] },
    },
  });
}, 60_000);
afterAll(async () => {
  await browser?.giveBack();
  await stack?.stop();
});

/** A member of staff in a browser of their own, as the sign-in page of this machine knows them. */
async function signIn(name: string, width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 760 }, reducedMotion: "reduce" });
  contexts.push(context);
  const page = await context.newPage();
  // A list asks every 10 seconds.
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(`${stack.url}/inbox`);
  await page.getByRole("button", { name: new RegExp(`^${name} `) }).click();
  await page.getByRole("heading", { name: "Inbox", exact: true }).waitFor();
  return page;
}

const onPhone = ({ phone }: SimulatedCustomer, text: string) =>
  stack.meta.phone.messages.find((message) => message.customer === phone && message.text.includes(text));
const sees = (customer: SimulatedCustomer, text: string) =>
  waitFor(`“${text}” on the phone`, () => onPhone(customer, text));
const message = (page: Page, side: "customer" | "bot" | "staff" | "system", text: string) =>
  page.locator(`.message.is-${side}`, { hasText: text }).first();

describeInBrowser("the inbox and the whole system", () => {
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));

  it("goes from a handoff to the hand-back, on a phone of 360 pixels", async () => {
    await stack.meta.say(DANA, "human");
    await sees(DANA, "person from our team");
    const page = await signIn("Ann", 360);
    await open(page, "Dana");
    await arrives(page, message(page, "system", "person from our team"));
    await page.getByText("Because the customer asked for a person").waitFor();
    await page.getByRole("button", { name: "I’ll answer" }).click();
    await page.getByText("You are answering.").waitFor();
    await reply(page, "Hello Dana, this is *Ann*.");
    await sees(DANA, "this is *Ann*");
    await arrives(page, message(page, "staff", "this is Ann").locator(".ticks.read"));
    await page.getByRole("button", { name: "Hand back to the bot" }).first().click();
    await page.getByLabel("Anything else it should know?").fill("Parcel at the neighbour's.");
    const resumed = page.waitForResponse(/\/resume$/);
    await page.getByRole("button", { name: "Hand back", exact: true }).click();
    expect((await resumed).status()).toBe(200);
    await page.getByText("The bot answers. Your reply").waitFor();
    await stack.meta.say(DANA, "Do you ship to Canada?");
    await arrives(page, message(page, "bot", "we ship to Canada"));
  });

  it("opens a photo that a customer sent, until WhatsApp no longer has it", async () => {
    const ida = { name: "Ida", phone: "15550177009" };
    await stack.meta.sendFile(ida, { kind: "photo", type: "image/jpeg", bytes: PNG }, { caption: "broken" });
    const page = await signIn("Ann");
    await page.getByRole("button", { name: "All" }).click();
    await open(page, "Ida");
    const sent = message(page, "customer", "broken");
    await sent.getByRole("button", { name: "Show" }).click();
    await sent.getByRole("img", { name: "Photo from the customer" }).waitFor();
    await sent.getByRole("button", { name: "Close" }).click();
    stack.meta.media.files.clear();
    await sent.getByRole("button", { name: "Show" }).click();
    await sent.getByText("WhatsApp no longer has this file.").waitFor();
  });

  it("sends a picture of a member of staff: the provider fetches it, and it is gone with the customer", async () => {
    const kim = { name: "Kim", phone: "15550177010" };
    await stack.meta.say(kim, "human");
    await sees(kim, "person from our team");
    const page = await signIn("Ben");
    await open(page, "Kim");
    await page
      .getByLabel("File", { exact: true })
      .setInputFiles({ name: "lamp.png", mimeType: "image/png", buffer: PNG });
    await page.locator(".attached", { hasText: "lamp.png" }).waitFor();
    await waitFor("the upload", async () => (await page.locator(".attached [role=status]").count()) === 0);
    await reply(page, "Your new lamp");
    const seen = await sees(kim, "Your new lamp");
    const fetched = await fetch(seen.link?.url ?? "");
    expect(fetched.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await fetched.arrayBuffer()).equals(PNG)).toBe(true);
    const sent = message(page, "staff", "Your new lamp");
    await arrives(page, sent.getByRole("button", { name: "Show" }));
    await sent.getByRole("button", { name: "Show" }).click();
    await sent.getByRole("img", { name: "Photo", exact: true }).waitFor();
    const token = await stack.cognito.tokenFor("ben");
    expect(stack.files.objects.size).toBe(1);
    const forgotten = await fetch(`${stack.url}/inbox/api/forget`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ contact: `+${kim.phone}` }),
    });
    expect([forgotten.status, stack.files.objects.size]).toEqual([200, 0]);
    expect((await fetch(seen.link?.url ?? "")).status).toBe(403);
  });

  it("shows two colleagues and the bot in one chat to each of them", async () => {
    const gus = { name: "Gus", phone: "15550177004" };
    await stack.meta.say(gus, "What are your opening hours?");
    const [ann, ben] = [await signIn("Ann"), await signIn("Ben")];
    for (const page of [ann, ben]) {
      await page.getByRole("button", { name: "All" }).click();
      await open(page, "Gus");
    }
    await ann.getByRole("button", { name: "Take over" }).click();
    await arrives(ben, ben.getByRole("region", { name: "Answer" }).getByText("ann is answering."));
    await stack.meta.say(gus, "Where is my order?");
    await Promise.all(
      [ann, ben].map((page) => arrives(page, message(page, "customer", "Where is my order?"))),
    );
    await ben.getByRole("button", { name: "Internal note" }).click();
    await ben.getByLabel("Note for the team").fill("It is at number 14.");
    await ben.getByRole("button", { name: "Save the note" }).click();
    await arrives(ann, ann.getByText("It is at number 14."));
    await reply(ann, "At your neighbour's.");
    await arrives(ben, message(ben, "staff", "At your neighbour's."));
    expect(onPhone(gus, "number 14")).toBeUndefined();
  });

  it("shows why a message did not arrive, and sends it again", async () => {
    const eve = { name: "Eve", phone: "15550177002" };
    await stack.meta.say(eve, "human");
    await sees(eve, "person from our team");
    const page = await signIn("Ann");
    await open(page, "Eve");
    stack.meta.faults.next({ code: 131026 });
    await reply(page, "Hello Eve.");
    const failed = page.locator(".message.is-lost", { hasText: "Hello Eve." });
    await arrives(page, failed.getByText("131026"));
    await failed.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await sees(eve, "Hello Eve.");
  });

  it("signs out, and signs in again by the sign-in page only", async () => {
    const page = await signIn("Ann");
    await page.getByLabel("Menu").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: /^Ann / }).waitFor();
  });

  it("ends the session of a colleague who is removed while signed in", async () => {
    const [cleo, ben] = [{ name: "Cleo", email: "cleo@example.com" }, await signIn("Ben")];
    await ben.getByLabel("Menu").click();
    await ben.getByRole("button", { name: "Staff" }).click();
    await ben.getByLabel("E-mail address").fill(cleo.email);
    await ben.getByLabel("Name as colleagues").fill(cleo.name);
    await ben.getByRole("button", { name: "Send the invitation" }).click();
    await ben.getByText(`${cleo.email} gets a mail`).waitFor();
    const page = await signIn(cleo.name);
    await ben.getByRole("button", { name: `Remove ${cleo.name}` }).click();
    await ben.getByRole("button", { name: `Remove for good ${cleo.name}` }).click();
    await ben.getByText("Cleo is signed out").waitFor();
    await page.reload();
    await page.getByRole("button", { name: /^Ann / }).waitFor();
    expect(await page.getByRole("button", { name: /^Cleo / }).count()).toBe(0);
  });

  it("offers templates when the window is closed, and the customer gets what the preview shows", async () => {
    const fay = { name: "Fay", phone: "15550177003" };
    await stack.meta.say(fay, "human");
    await sees(fay, "person from our team");
    await stack.clock.move(25 * HOUR_MS);
    const page = await signIn("Ann", 360);
    await open(page, "Fay");
    await page.getByRole("button", { name: "Choose a template" }).click();
    const dialog = page.getByRole("dialog", { name: "Send a template" });
    await dialog.getByText("WhatsApp charges for it").waitFor();
    for (const field of await dialog.getByRole("textbox").all()) await field.fill("Fay");
    await dialog.locator(".preview", { hasText: "Hi Fay, your Fay is on its way" }).waitFor();
    await dialog.getByRole("button", { name: "Send the template" }).click();
    await sees(fay, "is on its way and arrives Fay");
    await arrives(page, message(page, "staff", "is on its way and arrives Fay"));
  });
});
