import { randomInt } from "node:crypto";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { MovableClock } from "../clock.ts";
import type { Fakes } from "../fakes.ts";
import { type Board, chatName } from "./board.ts";
import type { CustomerAct } from "./customer-acts.ts";
import type { Breakable } from "./faults.ts";
import type { Follow } from "./follow.ts";
import type { Identity } from "./identity.ts";
import { asSimulated, type People } from "./people.ts";
import type { ChatKey, PageCustomer } from "./protocol.ts";
import type { Act, Acted } from "./protocol-acts.ts";
import type { staffAt } from "./staff.ts";

type Parts = {
  fakes: Fakes;
  clock: MovableClock;
  people: People;
  identity: Identity;
  faults: Breakable;
  staff: ReturnType<typeof staffAt>;
  asCustomer(act: CustomerAct): Promise<Acted>;
  board: Board;
  follow: Follow;
};

const MAX_AHEAD_MS = 400 * DAY_MS;

/** Can get a template before writing: phone number or user id, as in the operator API. */
const contactOf = ({ phone, userId }: PageCustomer) => (phone ? `+${phone}` : userId);

export function actsWith({
  fakes,
  clock,
  people,
  identity,
  faults,
  staff,
  asCustomer,
  board,
  follow,
}: Parts) {
  const conversationOf = (chat: ChatKey) =>
    board.chats.get(chatName(chat))?.conversation ?? identity.conversations(chat)[0];

  async function toConversation(
    chat: ChatKey,
    work: (conversation: string) => Promise<Acted>,
  ): Promise<Acted> {
    const conversation = conversationOf(chat);
    if (!conversation) return { ok: false, problem: "There is no number of that name." };
    const acted = await work(conversation);
    if (acted.ok) follow.soon({ customer: chat.customer, number: chat.number, conversation });
    return acted;
  }

  async function sendTemplate({
    customer,
    number,
    template,
  }: Extract<Act, { do: "send-template" }>): Promise<Acted> {
    const known = people.find(customer);
    if (!known) return { ok: false, problem: "There is no such customer: add one first." };
    // Otherwise the fakes treat this customer as a stranger, and replies do not reach this phone.
    fakes.meta.meet(asSimulated(known));
    fakes.twilio.meet(asSimulated(known));
    for (const conversation of identity.conversations({ customer, number }))
      board.place(conversation, { customer, number });
    return staff.call("send-template", { body: { number, contact: contactOf(known), template } });
  }

  function addCustomer({ name, phone, country = "US" }: Extract<Act, { do: "add-customer" }>): Acted {
    if (phone !== undefined && people.find(phone))
      return { ok: false, problem: "There is a customer with that phone already." };
    const userId = `${country}.${randomInt(10 ** 9, 10 ** 12)}${randomInt(10 ** 9, 10 ** 12)}`;
    return { ok: true, customer: people.meet({ name, userId, ...omitUndefined({ phone }) }).id };
  }

  function readReceipts({ customer, on }: Extract<Act, { do: "read-receipts" }>): Acted {
    if (!people.find(customer)) return { ok: false, problem: "There is no such customer: add one first." };
    for (const { unread } of [fakes.meta, fakes.twilio]) {
      if (on) unread.delete(customer);
      else unread.add(customer);
    }
    people.change(customer, on);
    return { ok: true };
  }

  async function advance(milliseconds: number): Promise<Acted> {
    if (clock.offset + milliseconds > MAX_AHEAD_MS)
      return { ok: false, problem: "The clock is 400 days ahead already: reset it first." };
    await clock.move(milliseconds);
    return { ok: true };
  }

  return async (act: Act): Promise<Acted> => {
    switch (act.do) {
      case "say":
      case "send":
      case "tap":
      case "react":
      case "preference":
      case "echo":
        return asCustomer(act);
      case "read-receipts":
        return readReceipts(act);
      case "add-customer":
        return addCustomer(act);
      case "reply":
        return toConversation(act, (conversation) =>
          staff.call("reply", { params: { conversation }, body: { text: act.text } }),
        );
      case "pause": {
        const { quiet, summary } = act;
        const body = { ...omitUndefined({ quiet }), ...(summary && { summary }) };
        return toConversation(act, (conversation) => staff.call("pause", { params: { conversation }, body }));
      }
      case "resume":
        return toConversation(act, (conversation) => staff.call("resume", { params: { conversation } }));
      case "send-template":
        return sendTemplate(act);
      case "list-templates":
        return staff.call("templates", { params: { number: act.number } });
      case "switch":
        return staff.call("switch", { body: { number: act.number, off: act.off } });
      case "fault":
        return faults.play(act.fault);
      case "clear-faults":
        return faults.clear();
      case "advance-clock":
        return advance(act.milliseconds);
      case "reset-clock":
        await clock.reset();
        return { ok: true };
    }
  };
}
