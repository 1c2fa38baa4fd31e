import { describe, expect, it } from "@jest/globals";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import { aStack, atRest, holdAnswers, waitQuickly } from "../support/quiet-stack.ts";
import { conversationWith, customers, staffOf } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };

const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    turns: { quietSeconds: 0, maxWaitSeconds: 0, staleAfterHours: 24 },
    numbers: DEMO_SETTINGS.numbers.map((each) =>
      each.provider === "meta"
        ? { ...each, reengagement: { name: "continue_chat", language: "en_US" } }
        : each,
    ),
    followUps: [{ afterHours: 1, text: "Did that help?" }],
  },
});
const staff = staffOf(stack);
const somebody = customers("1555022");

const texts = ({ phone }: SimulatedCustomer) =>
  stack()
    .meta.phone.replies(phone)
    .map(({ text }) => text);
const shows = (customer: SimulatedCustomer, text: RegExp) =>
  waitQuickly(stack(), `${text} on the phone`, () => texts(customer).some((each) => text.test(each)));
const asked = ({ phone }: SimulatedCustomer) =>
  waitFor("the question", () => stack().chatsby.questions.some(({ session }) => session === phone));
const eventsOf = (customer: SimulatedCustomer, type: string) =>
  stack().events.filter(
    (event) => event.type === type && event.detail.conversation === conversationWith(customer),
  );
const atTemplate = (customer: SimulatedCustomer) => ({
  number: "support",
  contact: `+${customer.phone}`,
  template: {
    name: "order_update",
    language: "en_US",
    values: { header: "L-1", "1": "Robin", "2": "lamp", "3": "today", "button.0": "L-1" },
  },
});

describe("through the front door, a customer's consent change counts", () => {
  it("STOP: confirmed once, nothing more is sent, START brings the customer back", async () => {
    const customer = somebody();
    await stack().meta.say(customer, "Do you ship to Canada?");
    await shows(customer, /Canada/);
    for (const text of ["STOP", "stop!", "hello?"]) {
      await stack().meta.say(customer, text);
      await atRest(stack());
    }
    expect(texts(customer)).toHaveLength(2);
    expect(texts(customer)[1]).toMatch(/START/);
    expect(await staff.post(`${conversationWith(customer)}/reply`, { text: "but" })).toMatchObject({
      status: 409,
      body: { error: "opted-out" },
    });
    expect((await staff.post("templates", atTemplate(customer))).body).toMatchObject({
      result: "skipped",
      reason: "opted-out",
    });
    // WhatsApp's times are whole seconds, and of two consent changes in one second "stop" wins.
    await stack().clock.move(SECOND_MS);
    await stack().meta.say(customer, "START");
    await stack().meta.say(customer, "What are your opening hours?");
    await shows(customer, /Monday to Friday/);
    expect([
      eventsOf(customer, "contact.opted-out").length,
      eventsOf(customer, "contact.opted-in").length,
    ]).toEqual([1, 1]);
  });

  it("STOP while the agent is thinking blocks the answer", async () => {
    const customer = somebody();
    const release = holdAnswers(stack());
    await stack().meta.say(customer, "Do you ship to Canada?");
    await asked(customer);
    await stack().meta.say(customer, "STOP");
    release();
    await atRest(stack());
    expect(texts(customer).filter((text) => /Canada/.test(text))).toEqual([]);
  });

  it("'stop marketing' in WhatsApp itself stops everything by default, and is confirmed when the customer writes", async () => {
    const customer = somebody();
    await stack().meta.say(customer, "Do you ship to Canada?");
    await shows(customer, /Canada/);
    await stack().meta.preference(customer, "stop");
    await atRest(stack());
    expect((await staff.post("templates", atTemplate(customer))).body.result).toBe("skipped");
    // Meta's times are whole seconds, and of the same one stopping wins.
    await stack().clock.move(SECOND_MS);
    await stack().meta.preference(customer, "resume");
    await atRest(stack());
    expect((await staff.post("templates", atTemplate(customer))).status).toBe(202);
    await shows(customer, /on its way/);
  });

  it("on Twilio, whose own opt-out confirms and refuses: we send nothing into it", async () => {
    const customer = somebody();
    stack().twilio.advancedOptOut = true;
    await stack().twilio.say(customer, "Do you ship to Canada?");
    await waitFor("an answer", () => stack().twilio.phone.replies(customer.phone).length > 0);
    await stack().twilio.say(customer, "STOP");
    await atRest(stack());
    const shown = stack().twilio.phone.replies(customer.phone).length;
    await stack().twilio.say(customer, "hello?");
    await atRest(stack());
    expect(stack().twilio.phone.replies(customer.phone)).toHaveLength(shown);
    await stack().twilio.say(customer, "START");
    await stack().twilio.say(customer, "What are your opening hours?");
    await waitFor("an answer", () =>
      stack()
        .twilio.phone.replies(customer.phone)
        .some(({ text }) => /Monday to Friday/.test(text)),
    );
    stack().twilio.advancedOptOut = false;
  });
});

describe("the customer service window", () => {
  it("that closes while the agent thinks: the reply is deferred, the template brings the customer back, the tap delivers it", async () => {
    const customer = somebody();
    // Written almost a day ago, and delivered only now.
    const at = stack().clock.now() - 24 * HOUR_MS + 10 * MINUTE_MS;
    stack().meta.lastWrote(customer, at);
    const release = holdAnswers(stack());
    await stack().meta.deliver(
      messagesWebhook(number, customer, [
        metaMessage(customer, "wamid.late1", at, { type: "text", text: { body: "Do you ship to Canada?" } }),
      ]),
    );
    await asked(customer);
    await stack().clock.move(6 * MINUTE_MS);
    release();
    await shows(customer, /We have an answer/);
    await atRest(stack());
    expect(texts(customer)).toHaveLength(1);
    expect(eventsOf(customer, "reply.held")).toHaveLength(1);
    await stack().meta.tap(customer, "Send it");
    await shows(customer, /we ship to Canada/);
    await atRest(stack());
    expect(texts(customer)).toHaveLength(2);
  });

  it("reported closed by Meta only later, by a failed status: the same happens", async () => {
    const customer = somebody();
    stack().meta.lastWrote(customer, stack().clock.now() - 25 * HOUR_MS);
    await stack().meta.deliver(
      messagesWebhook(number, customer, [
        metaMessage(customer, "wamid.late2", stack().clock.now(), {
          type: "text",
          text: { body: "Do you ship to Canada?" },
        }),
      ]),
    );
    await shows(customer, /We have an answer/);
    await stack().meta.say(customer, "yes please");
    await shows(customer, /we ship to Canada/);
  });

  it("closed refuses a person's free text, and names what to do instead", async () => {
    const customer = somebody();
    await stack().meta.deliver(
      messagesWebhook(number, customer, [
        metaMessage(customer, "wamid.old", stack().clock.now() - 30 * HOUR_MS, {
          type: "text",
          text: { body: "hello" },
        }),
      ]),
    );
    await atRest(stack());
    await stack().meta.preference(customer, "resume");
    await atRest(stack());
    const refused = await staff.post(`${conversationWith(customer)}/reply`, { text: "Hello" });
    expect(refused).toMatchObject({
      status: 409,
      body: { error: "window-closed", message: expect.stringContaining("template") },
    });
  });
});

describe("a follow-up", () => {
  it("is planned with the answer and sent when its time comes, unless the customer has written since", async () => {
    const [patient, lively] = [somebody(), somebody()];
    for (const customer of [patient, lively]) {
      await stack().meta.say(customer, "Do you ship to Canada?");
      await shows(customer, /Canada/);
    }
    await atRest(stack());
    const names = [patient, lively].map((customer) => conversationWith(customer));
    for (const name of names) expect(stack().scheduler.schedules.get(name)).toBeDefined();
    await stack().meta.say(lively, "What are your opening hours?");
    await stack().scheduler.fire(names[0] ?? "");
    await shows(patient, /Did that help\?/);
    await atRest(stack());
    expect(texts(lively).filter((text) => /Did that help/.test(text))).toEqual([]);
  });
});
