import { describe, expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import { aStack, atRest, waitQuickly } from "../support/quiet-stack.ts";

const stack = aStack({ turns: { quietSeconds: 1, maxWaitSeconds: 3 }, limits: { turnsDelay: 0 } });
const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };
let count = 0;
const seconds = () => String(Math.floor(Date.now() / 1000));

/** Before and after a change of phone number, which also makes a new user id. */
function person() {
  const id = String(++count).padStart(4, "0");
  const before: SimulatedCustomer = { name: "Test", phone: `1555013${id}`, userId: `US.13${id}` };
  const after: SimulatedCustomer = { name: "Test", phone: `1555014${id}`, userId: `US.14${id}` };
  const system = {
    id: `wamid.system${id}`,
    timestamp: seconds(),
    type: "system",
    from: before.phone,
    system: {
      type: "user_changed_number",
      body: "changed",
      wa_id: after.phone,
      user_id: after.userId,
      previous_user_id: before.userId,
    },
  };
  return { before, after, system };
}

const text = (customer: SimulatedCustomer, said: string) =>
  metaMessage(customer, `wamid.text${++count}`, Date.now(), { type: "text", text: { body: said } });
const sessionsAsked = (said: string) =>
  stack()
    .chatsby.questions.filter(({ message }) => message.includes(said))
    .map(({ session }) => session);
const answered = (customer: SimulatedCustomer, replies = 1) =>
  waitQuickly(stack(), "a reply", () => stack().meta.phone.replies(customer.phone).length >= replies);

describe("a customer whose WhatsApp identity changes", () => {
  it.concurrent("keeps the conversation: the agent sees the same session, and replies go to the new number", async () => {
    const { before, after, system } = person();
    await stack().meta.say(before, "keeps one");
    await answered(before);
    await stack().meta.deliver(messagesWebhook(number, before, [system]));
    await stack().meta.deliver(messagesWebhook(number, before, [system]));
    await atRest(stack(), { quickly: true });
    await stack().meta.say(after, "keeps two");
    await answered(after);
    expect([...sessionsAsked("keeps one"), ...sessionsAsked("keeps two")]).toEqual([
      before.phone,
      before.phone,
    ]);
    expect(stack().meta.phone.replies(after.phone)).toHaveLength(1);
  });

  it.concurrent.each(["before", "after"] as const)(
    "keeps it also when the note comes %s a text of the same POST",
    async (place) => {
      const { before, after, system } = person();
      await stack().meta.say(before, "batch one");
      await answered(before);
      const message = text(after, `batch ${place}`);
      await stack().meta.deliver(
        messagesWebhook(number, after, place === "before" ? [system, message] : [message, system]),
      );
      await answered(after);
      await atRest(stack(), { quickly: true });
      expect(sessionsAsked(`batch ${place}`)).toEqual([before.phone]);
      expect(stack().meta.phone.replies(after.phone)).toHaveLength(1);
    },
  );

  it.concurrent("gets the answer to what was still waiting at the new number, once", async () => {
    const { before, after, system } = person();
    await stack().meta.deliver(messagesWebhook(number, before, [text(before, "still waiting"), system]));
    await answered(after);
    await atRest(stack(), { quickly: true });
    expect(sessionsAsked("still waiting")).toHaveLength(1);
    expect(stack().meta.phone.replies(before.phone)).toHaveLength(0);
    expect(stack().meta.phone.replies(after.phone)).toHaveLength(1);
  });

  it.concurrent("is never written to at the former number, also when the note names only the new user id", async () => {
    const { before, after } = person();
    const system = {
      id: `wamid.note${++count}`,
      timestamp: seconds(),
      type: "system",
      system: {
        type: "user_changed_user_id",
        body: "changed",
        user_id: after.userId,
        previous_user_id: before.userId,
      },
    };
    await stack().meta.deliver(messagesWebhook(number, before, [text(before, "waiting"), system]));
    const reply = () => stack().meta.phone.replies(after.userId);
    await waitQuickly(stack(), "a reply to the user id", () => reply().length > 0);
    await stack().meta.deliver(
      messagesWebhook(number, { name: "Test", userId: after.userId ?? "" }, [
        text({ name: "Test", userId: after.userId ?? "" }, "more"),
      ]),
    );
    await waitQuickly(stack(), "another reply to the user id", () => reply().length > 1);
    await atRest(stack(), { quickly: true });
    expect(stack().meta.phone.replies(before.phone)).toEqual([]);
  });

  it.concurrent("is followed when a late message still comes under the old id", async () => {
    const { before, after, system } = person();
    await stack().meta.deliver(messagesWebhook(number, before, [system]));
    await stack().meta.say(after, "early");
    await answered(after);
    await stack().meta.deliver(messagesWebhook(number, before, [text(before, "late")]));
    await atRest(stack(), { quickly: true });
    expect(new Set([...sessionsAsked("early"), ...sessionsAsked("late")]).size).toBe(1);
  });
});

describe("a customer who thinks again", () => {
  const coexistence = (customer: SimulatedCustomer, content: Record<string, unknown>) =>
    metaMessage(customer, `wamid.again${++count}`, Date.now(), content);

  it.concurrent("is answered to the edited message, and not at all to a deleted one", async () => {
    const { before } = person();
    const [lamp, oops] = [text(before, "a blue lamp"), text(before, "oops")];
    const edit = {
      type: "edit",
      edit: { original_message_id: lamp.id, message: { type: "text", text: { body: "a red lamp" } } },
    };
    const revoke = { type: "revoke", revoke: { original_message_id: oops.id } };
    await stack().meta.deliver(
      messagesWebhook(number, before, [lamp, oops, coexistence(before, edit), coexistence(before, revoke)]),
    );
    await answered(before);
    await atRest(stack(), { quickly: true });
    expect(
      stack()
        .chatsby.questions.filter(({ session }) => session === before.phone)
        .map(({ message }) => message),
    ).toEqual(["a red lamp"]);
  });

  it.concurrent("is not answered again for an edit that comes after the answer", async () => {
    const { before } = person();
    const lamp = text(before, "one lamp");
    await stack().meta.deliver(messagesWebhook(number, before, [lamp]));
    await answered(before);
    const edit = {
      type: "edit",
      edit: { original_message_id: lamp.id, message: { type: "text", text: { body: "two lamps" } } },
    };
    await stack().meta.deliver(messagesWebhook(number, before, [coexistence(before, edit)]));
    await atRest(stack(), { quickly: true });
    expect(stack().meta.phone.replies(before.phone)).toHaveLength(1);
  });

  it.concurrent("lets the agent know what is quoted from its last reply", async () => {
    const { before } = person();
    await stack().meta.say(before, "Do you ship to Canada?");
    await answered(before);
    await atRest(stack(), { quickly: true });
    const [reply] = stack().meta.phone.replies(before.phone);
    await stack().meta.deliver(
      messagesWebhook(number, before, [
        { ...text(before, "And Mexico?"), context: { from: "15550100200", id: reply?.id } },
      ]),
    );
    await answered(before, 2);
    expect(stack().chatsby.questions.findLast(({ session }) => session === before.phone)?.message).toMatch(
      /^⟦in reply to: "Yes, \*we ship to Canada\*.*"⟧\nAnd Mexico\?$/,
    );
  });
});
