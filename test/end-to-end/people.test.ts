import { describe, expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { echoWebhook, messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import { inboxOf } from "../support/inbox-client.ts";
import { aStack, atRest, waitQuickly } from "../support/quiet-stack.ts";
import { conversationWith, customers, staffOf } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack({ turns: { graceSeconds: 5 } });
const staff = staffOf(stack);
const somebody = customers("1555021");
const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };

const texts = ({ phone }: SimulatedCustomer) =>
  stack()
    .meta.phone.replies(phone)
    .map(({ text }) => text);
const shows = (customer: SimulatedCustomer, text: string | RegExp) =>
  waitQuickly(stack(), `"${text}" on the phone`, () =>
    texts(customer).some((each) => (typeof text === "string" ? each === text : text.test(each))),
  );
const eventsOf = (customer: SimulatedCustomer, type: string) =>
  stack().events.filter(
    (event) => event.type === type && event.detail.conversation === conversationWith(customer),
  );
const mailsOf = (customer: SimulatedCustomer) =>
  stack().mails.filter(({ message }) => message.includes(conversationWith(customer)));

const HANDOFF = /person from our team/;

describe("through the front door, a conversation passes to people", () => {
  it("when the customer asks for one, and back: notified once, mailed, listed, answered by a person, and noted for the agent", async () => {
    const customer = somebody();
    const conversation = conversationWith(customer);
    await stack().meta.say(customer, "Do you ship to Canada?");
    await shows(customer, /Canada/);
    await stack().meta.say(customer, "human");
    await shows(customer, HANDOFF);
    await atRest(stack());
    expect(texts(customer).filter((text) => HANDOFF.test(text))).toHaveLength(1);
    expect(eventsOf(customer, "handoff.requested")).toHaveLength(1);
    const [mail] = mailsOf(customer);
    expect(mail?.subject).toContain(customer.name);
    expect(mail?.message).toContain("Do you ship to Canada?");
    expect(mail?.message).toContain(`Open the chat: ${stack().url}/inbox#${conversation}\n`);

    const { body } = await staff.get("handoffs");
    expect(body.handoffs).toContainEqual(
      expect.objectContaining({ conversation, reason: "asked", number: "support" }),
    );

    const asked = stack().chatsby.questions.length;
    await stack().meta.say(customer, "Is anybody there?");
    await atRest(stack());
    expect(stack().chatsby.questions).toHaveLength(asked);

    expect(
      (await staff.post(`${conversation}/reply`, { text: "Hello, this is Sam. How can I help?", id: "r1" }))
        .status,
    ).toBe(202);
    expect(
      (await staff.post(`${conversation}/reply`, { text: "Hello, this is Sam. How can I help?", id: "r1" }))
        .body.result,
    ).toBe("repeated");
    await shows(customer, "Hello, this is Sam. How can I help?");
    await atRest(stack());
    expect(texts(customer).filter((text) => text.startsWith("Hello, this is Sam"))).toHaveLength(1);
    expect((await staff.get(`${conversation}/outbound/r1`)).body.state).toBe("sent");

    expect((await staff.post(`${conversation}/resume`)).body.result).toBe("resumed");
    await atRest(stack());
    expect(eventsOf(customer, "handoff.ended")).toHaveLength(1);
    await stack().meta.say(customer, "What are your opening hours?");
    await shows(customer, /Monday to Friday/);
    expect(stack().chatsby.questions.at(-1)?.message).toMatch(
      /^⟦A colleague took over.*Sam.*⟧\nWhat are your opening hours\?$/,
    );
    const shown = await staff.get(conversation);
    expect(shown.body.acts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ what: "reply", by: expect.stringContaining("user/local") }),
      ]),
    );
  });

  it("when a person simply writes from the WhatsApp Business app, also while the agent is thinking", async () => {
    const customer = somebody();
    stack().chatsby.delayMs = 1_500;
    // Some time ago: what follows a message within two seconds would be the app's own.
    const asked = { type: "text", text: { body: "Do you ship to Canada?" } };
    await stack().meta.deliver(
      messagesWebhook(number, customer, [
        metaMessage(customer, "wamid.before-the-echo", Date.now() - 10_000, asked),
      ]),
    );
    await waitFor(
      "the question",
      () => stack().chatsby.questions.at(-1)?.message === "Do you ship to Canada?",
    );
    await stack().meta.echo(customer, "Yes we do, I'll look up the price.");
    await atRest(stack());
    stack().chatsby.delayMs = 0;
    expect(texts(customer)).toEqual(["Yes we do, I'll look up the price."]);
    expect(eventsOf(customer, "handoff.requested").map(({ detail }) => detail.reason)).toEqual(["app"]);
    expect(mailsOf(customer)).toEqual([]);
    const { body } = await staff.get(conversationWith(customer));
    expect(JSON.stringify(body.transcript)).toContain("I'll look up the price");
  });

  it("and the bot's own messages, echoed, are never taken for a person's", async () => {
    const customer = somebody();
    await stack().meta.say(customer, "Do you ship to Canada?");
    await shows(customer, /Canada/);
    await atRest(stack());
    const [reply] = stack().meta.phone.replies(customer.phone);
    await stack().meta.deliver(
      echoWebhook(number, customer, { id: reply?.id ?? "", at: Date.now(), text: reply?.text ?? "" }),
    );
    await stack().meta.say(customer, "What are your opening hours?");
    await shows(customer, /Monday to Friday/);
    expect(eventsOf(customer, "handoff.requested")).toEqual([]);
  });

  it("when the agent's action asks for it: the answer in progress is dropped, the customer is notified once", async () => {
    const customer = somebody();
    await stack().meta.say(customer, "I would like to talk to a human about my broken lamp, please");
    await shows(customer, HANDOFF);
    await atRest(stack());
    expect(texts(customer)).toHaveLength(1);
    expect(eventsOf(customer, "handoff.requested").map(({ detail }) => detail.reason)).toEqual(["agent"]);
  });

  it("also when the worker crashes in the middle of it: notified and listed, once", async () => {
    const customer = somebody();
    const conversation = conversationWith(customer);
    stack().sns.down = true;
    await stack().meta.say(customer, "human");
    await shows(customer, HANDOFF);
    await stack().kill("worker");
    stack().sns.down = false;
    await waitQuickly(stack(), "the mail", () => mailsOf(customer).length > 0);
    await atRest(stack(), { quickly: true });
    expect(texts(customer).filter((text) => HANDOFF.test(text))).toHaveLength(1);
    expect(new Set(eventsOf(customer, "handoff.requested").map(({ detail }) => detail.id)).size).toBe(1);
    const { body } = await staff.get("handoffs");
    expect(JSON.stringify(body.handoffs).split(conversation)).toHaveLength(2);
  }, 60_000);

  it("on Twilio too", async () => {
    const customer = somebody();
    await stack().twilio.say(customer, "talk to a human");
    await waitFor("the notice", () =>
      stack()
        .twilio.phone.replies(customer.phone)
        .some(({ text }) => HANDOFF.test(text)),
    );
    await stack().twilio.say(customer, "back to the bot");
    await stack().twilio.say(customer, "Do you ship to Canada?");
    await waitFor("an answer", () =>
      stack()
        .twilio.phone.replies(customer.phone)
        .some(({ text }) => /Canada/.test(text)),
    );
  });

  it("and nothing of it is answered where another app has the conversation", async () => {
    const customer = somebody();
    await stack().meta.standby(customer, "human");
    await stack().meta.standby(customer, "Do you ship to Canada?");
    await atRest(stack());
    expect(texts(customer)).toEqual([]);
    expect(eventsOf(customer, "handoff.requested")).toEqual([]);
  });
});

describe("a number that is switched off without a deploy", () => {
  it("falls silent at once, and answers again when it is switched on", async () => {
    const customer = somebody();
    expect((await staff.post("switches", { number: "support", off: true })).status).toBe(200);
    await stack().meta.say(customer, "Do you ship to Canada?");
    await atRest(stack());
    expect(texts(customer)).toEqual([]);
    expect((await staff.get("switches")).body.switches).toContainEqual(
      expect.objectContaining({ number: "support", off: true }),
    );
    await staff.post("switches", { number: "support", off: false });
    await stack().meta.say(customer, "Do you ship to Canada?");
    await shows(customer, /Canada/);
  });
});

describe("a rollout that is changed without a deploy", () => {
  const rollout = "numbers/support/rollout";

  it("leaves the others without a word of the bot, and lets them in from the next message on", async () => {
    const [tester, other] = [somebody(), somebody()];
    const added = [`+${tester.phone}`];
    expect((await staff.put(rollout, { percent: 0, contacts: added })).status).toBe(200);
    const reads = stack().meta.reads.length;
    for (const text of ["Do you ship to Canada?", "STOP"]) await stack().meta.say(other, text);
    await atRest(stack());
    expect([texts(other), stack().meta.reads.length]).toEqual([[], reads]);
    await stack().meta.say(tester, "Do you ship to Canada?");
    await shows(tester, /Canada/);
    expect((await staff.get(rollout)).body).toMatchObject({ percent: 0, contacts: 1, source: "operator" });

    const third = somebody();
    await staff.put(rollout, { others: "handoff" });
    await stack().meta.say(third, "Hello?");
    await waitFor("the handoff", () => eventsOf(third, "handoff.requested").length === 1);
    await atRest(stack());
    expect(texts(third)).toEqual([]);

    await staff.put(rollout, { percent: 100 });
    const fourth = somebody();
    await stack().meta.say(fourth, "Do you ship to Canada?");
    await shows(fourth, /Canada/);
    expect(texts(other)).toEqual([]);
  });
});

describe("in draft mode, through the front door", () => {
  it("the agent's answer waits in the inbox, and of two who tap at once one sends it, once", async () => {
    await staff.put("numbers/support/rollout", { percent: 100, drafts: true });
    const customer = somebody();
    const path = `conversations/${conversationWith(customer)}`;
    const [ann, ben] = [inboxOf(stack, "ann"), inboxOf(stack, "ben")];
    await stack().meta.say(customer, "Do you ship to Canada?");
    const draftOf = async () => {
      const { drafts } = (await ann.get(path)).body;
      return Array.isArray(drafts) ? drafts[0] : undefined;
    };
    await waitFor("the draft", async () => (await draftOf()) !== undefined);
    await atRest(stack());
    expect(texts(customer)).toEqual([]);
    const [mail] = mailsOf(customer);
    expect(mail?.subject).toContain("waits for your tap");
    expect((await ann.get("conversations?view=waiting")).body.conversations).toContainEqual(
      expect.objectContaining({ conversation: conversationWith(customer), waitingDrafts: 1 }),
    );
    const { id, text } = await draftOf();
    expect(text).toContain("Canada");
    const taps = await Promise.all(
      [ann, ben].map((each) => each.post(`${path}/drafts/${id}`, { decision: "send" })),
    );
    expect(taps.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    await shows(customer, /Canada/);
    await atRest(stack());
    expect(texts(customer).filter((each) => each.includes("Canada"))).toHaveLength(1);
    const { body } = await ann.get(path);
    expect(body.drafts).toBeUndefined();
    expect(JSON.stringify(body.messages)).toMatch(/"from":"bot","by":"(ann|ben)"/);
    await staff.put("numbers/support/rollout", { drafts: false });
  });
});

it("nobody calls the operator API without a signature, and no log line reveals who wrote or what", async () => {
  for (const path of ["handoffs", "switches"])
    expect((await fetch(`${stack().url}/conversations/${path}`)).status).toBe(403);
  const lines = stack().logs.map(({ text }) => text);
  expect(lines.length).toBeGreaterThan(50);
  for (const secret of ["1555021", "Robin", "Canada", "Sam", "wamid.", "US.", "broken lamp"])
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
});
