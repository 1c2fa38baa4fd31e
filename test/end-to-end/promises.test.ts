import { describe, expect, it } from "@jest/globals";
import { DANA, type SimulatedCustomer } from "../../local/customer.ts";
import { messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import { aStack, atRest, waitQuickly } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack({ turns: { graceSeconds: 5 } });
let count = 0;
const somebody = (): SimulatedCustomer => ({
  name: "A Customer",
  phone: `1555019${String(++count).padStart(4, "0")}`,
});
const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };

const repliesTo = (customer: SimulatedCustomer) => stack().meta.phone.replies(customer.phone);
const replied = (customer: SimulatedCustomer) =>
  waitQuickly(stack(), "a reply", () => repliesTo(customer).length > 0);

describe("through the front door, with the built bundles,", () => {
  it.each(["meta", "twilio"] as const)(
    "a customer on %s gets the agent's answer in WhatsApp's markup, with typing before it",
    async (provider) => {
      const customer = somebody();
      const fake = stack()[provider];
      expect((await fake.say(customer, "Do you ship to Canada?")).status).toBe(200);
      const [reply] = await waitFor(
        "the reply",
        () => fake.phone.replies(customer.phone).length > 0 && fake.phone.replies(customer.phone),
      );
      expect(reply?.text).toMatch(/Canada/);
      expect(reply?.text).not.toMatch(/\*\*|\]\(/);
      expect((provider === "meta" ? stack().meta.reads : stack().twilio.typing).length).toBeGreaterThan(0);
      await waitFor("blue ticks", () => fake.phone.replies(customer.phone)[0]?.ticks === "read");
    },
  );

  it("a customer whose phone the business may not see is answered by user id", async () => {
    await stack().meta.say({ name: "Kim Yilmaz", userId: "US.777" }, "Do you ship to Canada?");
    await waitFor("a reply", () => stack().meta.phone.replies("US.777").length > 0);
    expect(stack().meta.lost).toEqual([]);
  });

  it("the same body three times gets one reply, also when it comes again after the answer", async () => {
    const customer = somebody();
    const body = messagesWebhook(number, customer, [
      metaMessage(customer, `wamid.again${count}`, Date.now(), {
        type: "text",
        text: { body: "Hello to you?" },
      }),
    ]);
    await Promise.all([stack().meta.deliver(body), stack().meta.deliver(body)]);
    await replied(customer);
    await stack().meta.deliver(body);
    await atRest(stack());
    expect(repliesTo(customer)).toHaveLength(1);
  });

  it("200 messages of 20 customers, interleaved, bring each customer its answers in order", async () => {
    const original = stack().chatsby.answer;
    stack().chatsby.answer = (_, question) => question;
    const customers = Array.from({ length: 20 }, somebody);
    for (let round = 0; round < 10; round++)
      await Promise.all(customers.map((customer) => stack().meta.say(customer, `message ${round}`)));
    await atRest(stack(), { seconds: 60 });
    stack().chatsby.answer = original;
    const expected = Array.from({ length: 10 }, (_, round) => `message ${round}`);
    for (const customer of customers)
      expect(repliesTo(customer).flatMap(({ text }) => text.split("\n"))).toEqual(expected);
  }, 90_000);

  it("a send that timed out after it was taken reaches the customer once", async () => {
    const customer = somebody();
    stack().meta.faults.next("cut-after-accept");
    await stack().meta.say(customer, "Do you ship to Canada?");
    await replied(customer);
    await atRest(stack(), { quickly: true });
    expect(repliesTo(customer)).toHaveLength(1);
  });

  it("a send that was lost is repeated after the grace time", async () => {
    const customer = somebody();
    stack().meta.faults.next("cut-before-accept");
    await stack().meta.say(customer, "Do you ship to Canada?");
    await replied(customer);
    await atRest(stack(), { quickly: true });
    expect(repliesTo(customer)).toHaveLength(1);
  });

  it("a worker that dies while the agent thinks loses nothing and doubles nothing", async () => {
    const customer = somebody();
    stack().chatsby.delayMs = 1_000;
    await stack().meta.say(customer, "Do you ship to Canada?");
    const asked = stack().chatsby.questions.length;
    await waitFor("the agent to be asked", () =>
      stack().chatsby.questions.some(({ session }) => session === customer.phone),
    );
    expect(await stack().kill("worker")).toBeGreaterThan(0);
    stack().chatsby.delayMs = 0;
    await replied(customer);
    await atRest(stack(), { quickly: true });
    expect(repliesTo(customer)).toHaveLength(1);
    expect(stack().chatsby.questions.length).toBeGreaterThan(asked);
  });

  it("an agent that fails for good gets the customer the fallback text, and the business an event", async () => {
    const customer = somebody();
    stack().chatsby.faults.next({ code: 404 });
    await stack().meta.say(customer, "Hello to you");
    await replied(customer);
    expect(repliesTo(customer)[0]?.text).toContain("Sorry, I can't answer right now");
    await waitFor("the event", () =>
      stack().events.some((event) => JSON.stringify(event).includes("reply.failed")),
    );
  });

  it("an agent that is briefly down is asked again", async () => {
    const customer = somebody();
    stack().chatsby.faults.next({ status: 503 });
    await stack().meta.say(customer, "Do you ship to Canada?");
    await replied(customer);
    await atRest(stack());
    expect(repliesTo(customer).map(({ text }) => text.includes("Canada"))).toEqual([true]);
  });

  it("a webhook is refused while the secret cannot be right, and accepted with either of two while it is rotated", async () => {
    const { secret, meta, url } = stack();
    const attempt = (body: string) =>
      fetch(`${url}/webhooks/meta`, {
        method: "POST",
        body,
        headers: { "x-hub-signature-256": "sha256=00" },
      });
    expect((await attempt("{}")).status).toBe(403);
    const now = JSON.parse(secret.value ?? "");
    secret.value = JSON.stringify({
      ...now,
      meta: { ...now.meta, appSecrets: ["rotated-secret", ...now.meta.appSecrets] },
    });
    // A fresh instance reads the new secret; the old instances still know the old one.
    await stack().kill("webhook");
    const customer = somebody();
    expect((await meta.say(customer, "Do you ship to Canada?")).status).toBe(200);
    secret.value = JSON.stringify(now);
    expect((await meta.say(customer, "And to Mexico?")).attempts).toBe(1);
    await replied(customer);
  });

  it("a POST of 1,000 messages is taken at once, and every customer in it answered", async () => {
    const customers = Array.from({ length: 50 }, somebody);
    const messages = Array.from({ length: 1000 }, (_, index) => {
      const customer = customers[index % customers.length] ?? DANA;
      return {
        customer,
        message: metaMessage(customer, `wamid.thousand${index}`, Date.now(), {
          type: "text",
          text: { body: "Hi" },
        }),
      };
    });
    const [first] = customers;
    const delivered = await stack().meta.deliver(
      messagesWebhook(
        number,
        first ?? DANA,
        messages.map(({ message }) => message),
      ),
    );
    expect(delivered).toEqual({ status: 200, attempts: 1 });
    await atRest(stack(), { seconds: 90 });
    for (const customer of customers) expect(repliesTo(customer).length).toBeGreaterThan(0);
  }, 120_000);

  it("nothing personal is in any line that the functions wrote", () => {
    const written = stack()
      .logs.map(({ text }) => text)
      .join("\n");
    expect(stack().logs.length).toBeGreaterThan(100);
    const secrets = [
      "local-app-secret",
      "local-access-token",
      "local-twilio-token",
      "chtb_test_local",
      "local-verify-token",
    ];
    const personal = [
      /1555019\d{4}/,
      /US\.\d+/,
      /Canada/,
      /message \d/,
      /Hello to/,
      /A Customer/,
      /Kim Yilmaz/,
      ...secrets.map((secret) => new RegExp(secret)),
    ];
    for (const pattern of personal) expect(written).not.toMatch(pattern);
  });
});
