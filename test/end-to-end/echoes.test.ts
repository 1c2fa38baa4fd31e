import { describe, expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { echoWebhook, messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { conversationWith, customers, staffOf } from "../support/staff.ts";

const stack = aStack();
const staff = staffOf(stack);
const somebody = customers("1555034");
const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };
const AWAY = "Hi! Thanks for contacting Lumen. We are away right now and will reply as soon as possible.";

const replies = ({ phone }: SimulatedCustomer) => stack().meta.phone.replies(phone);
const handoffs = (customer: SimulatedCustomer) =>
  stack().events.filter(
    ({ type, detail }) => type === "handoff.requested" && detail.conversation === conversationWith(customer),
  );
const writes = (customer: SimulatedCustomer, id: string, at: number, body: string) =>
  stack().meta.deliver(
    messagesWebhook(number, customer, [metaMessage(customer, id, at, { type: "text", text: { body } })]),
  );

/** Of other content than a text, in the same envelope. */
function echoOf(customer: SimulatedCustomer, id: string, content: Record<string, unknown>) {
  const body = JSON.parse(JSON.stringify(echoWebhook(number, customer, { id, at: Date.now(), text: "" })));
  const [echo] = body.entry[0].changes[0].value.message_echoes;
  const { text: _, ...kept } = echo;
  body.entry[0].changes[0].value.message_echoes = [{ ...kept, ...content }];
  return body;
}

describe("through the front door, nobody has taken over", () => {
  it.each([
    ["a deletion", { type: "revoke", revoke: { original_message_id: "wamid.OLD" } }],
    [
      "a correction",
      {
        type: "edit",
        edit: {
          original_message_id: "wamid.OLD",
          message: { type: "text", text: { body: "At nine, I meant" } },
        },
      },
    ],
    ["a reaction", { type: "reaction", reaction: { message_id: "wamid.OLD", emoji: "👍" } }],
    [
      "a pinned message",
      {
        type: "unsupported",
        unsupported: { type: "pin" },
        errors: [{ code: 131_051, title: "Unsupported" }],
      },
    ],
  ])("by %s in the app: the bot answers", async (what, content) => {
    const customer = somebody();
    await writes(customer, `wamid.before-${what}`, Date.now() - 60_000, "Do you ship to Canada?");
    await atRest(stack());
    expect((await stack().meta.deliver(echoOf(customer, `wamid.${what}`, content))).status).toBe(200);
    await atRest(stack());
    await stack().meta.say(customer, "What are your opening hours?");
    await atRest(stack());
    expect(replies(customer).at(-1)?.text).toMatch(/Monday to Friday/);
    expect(handoffs(customer)).toEqual([]);
  });

  it.each([
    ["after", 0],
    ["before", 1],
  ])(
    "when the app's away message arrives %s the customer's own: it is in the transcript, and the bot answers",
    async (_, first) => {
      const customer = somebody();
      const at = Date.now() - 5_000;
      const steps = [
        () => writes(customer, `wamid.own-${first}`, at, "Do you ship to Canada?"),
        () =>
          stack().meta.deliver(
            echoWebhook(number, customer, { id: `wamid.away-${first}`, at: at + 1_000, text: AWAY }),
          ),
      ];
      for (const step of first === 0 ? steps : steps.toReversed()) expect((await step()).status).toBe(200);
      await atRest(stack());
      expect(replies(customer).at(-1)?.text).toMatch(/ship to Canada/);
      // Every published beginning has a published end.
      const ends = stack().events.filter(
        ({ type, detail }) => type === "handoff.ended" && detail.conversation === conversationWith(customer),
      );
      expect(ends.map(({ detail }) => detail.how)).toEqual(handoffs(customer).map(() => "automatic"));
      expect(handoffs(customer).length).toBeLessThanOrEqual(first);
      const { body } = await staff.get(conversationWith(customer));
      expect(body.transcript).toContainEqual(expect.objectContaining({ from: "system", text: AWAY }));
    },
  );
});

describe("through the front door, a person has taken over", () => {
  it.each([
    ["a text", { type: "text", text: { body: "I am on it" } }],
    ["a picture", { type: "image", image: { id: "5" } }],
    ["a voice note", { type: "audio", audio: { id: "5", voice: true } }],
    ["a place", { type: "location", location: { latitude: 1, longitude: 2 } }],
  ])("with %s from the app: the bot is silent", async (what, content) => {
    const customer = somebody();
    await writes(customer, `wamid.asked-${what}`, Date.now() - 60_000, "Do you ship to Canada?");
    await atRest(stack());
    const before = replies(customer).length;
    await stack().meta.deliver(echoOf(customer, `wamid.wrote-${what}`, content));
    await atRest(stack());
    await stack().meta.say(customer, "What are your opening hours?");
    await atRest(stack());
    expect(replies(customer)).toHaveLength(before);
    expect(handoffs(customer)).toHaveLength(1);
  });
});
