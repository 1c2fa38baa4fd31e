import { readFile } from "node:fs/promises";
import { describe, expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { conversationWith, customers, staffOf } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };
const stack = aStack();
const staff = staffOf(stack);
const somebody = customers("1555037");

type Conversation = { firstMessage: string; thenEachTime: string; agentAnswers: readonly string[] };
const read = async (name: string): Promise<Conversation> =>
  JSON.parse(await readFile(new URL(`../fixtures/conversations/${name}`, import.meta.url), "utf8"));

const texts = ({ phone }: SimulatedCustomer) =>
  stack()
    .meta.phone.replies(phone)
    .map(({ text }) => text);
const eventsOf = (customer: SimulatedCustomer, type: string) =>
  stack().events.filter(
    (event) => event.type === type && event.detail.conversation === conversationWith(customer),
  ).length;
const mailsAbout = (customer: SimulatedCustomer) =>
  stack().mails.filter(({ message }) => message.includes(conversationWith(customer))).length;

/** One text, at this time by the customer's clock. Waits until all that it leads to is done. */
async function write(customer: SimulatedCustomer, index: number, sentAt: number, body: string) {
  const message = metaMessage(customer, `wamid.${customer.phone}.${index}`, sentAt, {
    type: "text",
    text: { body },
  });
  await stack().meta.deliver(messagesWebhook(number, customer, [message]));
  await atRest(stack());
}

/** A second apart by the customer's clock, and as fast as the system takes them by ours. */
async function flood(customer: SimulatedCustomer, sentences: readonly string[]) {
  const start = Date.now() - sentences.length * 1_000;
  for (const [index, sentence] of sentences.entries())
    await write(customer, index, start + index * 1_000, sentence);
}
const inTurns = (count: number, ...words: string[]) =>
  Array.from({ length: count }, (_, index) => words[index % words.length] ?? "");

describe("through the front door", () => {
  it("a customer who answers yes to different questions is answered each time", async () => {
    const customer = somebody();
    const { firstMessage, thenEachTime, agentAnswers } = await read("yes_to_different_questions.json");
    const { answer } = stack().chatsby;
    const left = [...agentAnswers];
    stack().chatsby.answer = () => left.shift() ?? "Done.";
    for (const [asked, text] of [firstMessage, ...agentAnswers.map(() => thenEachTime)].entries()) {
      await stack().meta.say(customer, text);
      await waitFor(`answer ${asked + 1}`, () => texts(customer).length > asked);
    }
    stack().chatsby.answer = answer;
    expect(texts(customer)).toEqual([...agentAnswers, "Done."]);
    expect(mailsAbout(customer)).toBe(0);
  });

  it("STOP and START in turns are applied each time, and confirmed three times", async () => {
    const customer = somebody();
    await flood(customer, inTurns(13, "STOP", "START"));
    expect(texts(customer)).toHaveLength(3);
    expect(eventsOf(customer, "contact.opted-in")).toBe(5);
    expect(eventsOf(customer, "contact.opted-out")).toBe(6);
    expect((await staff.post(`${conversationWith(customer)}/reply`, { text: "but" })).body).toMatchObject({
      error: "opted-out",
    });
  });

  it("'human' and 'bot' in turns bring a person each time, two mails and three lines", async () => {
    const customer = somebody();
    await flood(customer, inTurns(7, "human", "bot"));
    expect(texts(customer)).toHaveLength(3);
    expect(mailsAbout(customer)).toBe(2);
    const { handoffs } = (await staff.get("handoffs")).body;
    expect(handoffs).toEqual(
      expect.arrayContaining([expect.objectContaining({ conversation: conversationWith(customer) })]),
    );
  });

  it("a robot whose texts change is noticed", async () => {
    const customer = somebody();
    for (let count = 0; count < 15 && mailsAbout(customer) === 0; count++) {
      const answeredAt = stack().meta.phone.replies(customer.phone).at(-1)?.at ?? Date.now();
      await write(customer, count, answeredAt + 500, `Our offer number ${count} is ready for you today.`);
    }
    expect(mailsAbout(customer)).toBe(1);
    expect(texts(customer).length).toBeLessThan(15);
  });
});
