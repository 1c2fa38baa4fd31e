import type { Fakes } from "../fakes.ts";
import type { MetaNumber } from "../meta/payloads.ts";
import { contentOf } from "./contents.ts";
import type { Numbers, OwnNumber } from "./numbers.ts";
import { asSimulated, type People } from "./people.ts";
import type { Act, Acted, ChatKey, PageCustomer } from "./protocol.ts";

type OfChat = Extract<Act, ChatKey>;
export type CustomerAct = Extract<OfChat, { do: "say" | "send" | "tap" | "react" | "preference" | "echo" }>;

const ONLY_META = "Only Meta's numbers have that: choose one of them.";

/** What people do on their phones. It goes the way of every message: the provider's signed webhook to our front door. */
export function customerActs({ fakes: { meta, twilio }, people, numbers }: { fakes: Fakes; people: People; numbers: Numbers }) {
  /** Deliveries go on by themselves, repeats included: what comes of them is seen in the message's life. */
  function sent(provider: "meta" | "twilio", delivery: Promise<unknown>): Acted {
    // The phone shows it at once. A delivery is cut short only by the end of the stack.
    delivery.catch(() => undefined);
    const id = (provider === "meta" ? meta : twilio).phone.messages.at(-1)?.id;
    return { ok: true, ...(id !== undefined && { message: id }) };
  }

  function byMeta(act: CustomerAct, customer: PageCustomer, number: MetaNumber): Acted {
    const who = asSimulated(customer);
    const quote = ("quoting" in act ? act.quoting : undefined) ?? "";
    const context = quote && { context: { from: number.displayNumber, id: quote } };
    const quoting = quote && { quoting: quote };
    switch (act.do) {
      case "say": {
        const { text } = act;
        return sent("meta", meta.send(who, { type: "text", text: { body: text }, ...context }, { text, number, ...quoting }));
      }
      case "send": {
        const { text, meta: content } = contentOf(act.what, act.caption);
        return sent("meta", meta.send(who, { ...content, ...context }, { text, number, kind: act.what, ...quoting }));
      }
      case "tap":
        return sent("meta", meta.tap(who, act.option, { quoting: act.message, number }));
      case "react": {
        const reaction = { message_id: act.message, ...(act.emoji && { emoji: act.emoji }) };
        const shown = { text: act.emoji, number, kind: "reaction", quoting: act.message } as const;
        return sent("meta", meta.send(who, { type: "reaction", reaction }, shown));
      }
      case "preference":
        meta.preference(who, act.value, number).catch(() => undefined);
        return { ok: true };
      case "echo":
        return sent("meta", meta.echo(who, act.text, number));
    }
  }

  function byTwilio(act: CustomerAct, customer: PageCustomer, { address: to }: OwnNumber): Acted {
    const who = asSimulated(customer);
    const quote = ("quoting" in act ? act.quoting : undefined) ?? "";
    const original = quote ? { OriginalRepliedMessageSid: quote, OriginalRepliedMessageSender: to } : {};
    const quoting = quote && { quoting: quote };
    switch (act.do) {
      case "say":
        return sent("twilio", twilio.say(who, act.text, { to, extra: original, ...quoting }));
      case "send": {
        const { text, twilio: form } = contentOf(act.what, act.caption);
        return sent(
          "twilio",
          twilio.say(who, form.text, { to, extra: { ...form.extra, ...original }, shown: text, kind: act.what, ...quoting }),
        );
      }
      case "tap":
        return sent("twilio", twilio.tap(who, act.option, { quoting: act.message, to }));
      case "react":
      case "preference":
      case "echo":
        return { ok: false, problem: ONLY_META };
    }
  }

  return (act: CustomerAct): Acted => {
    const [customer, number] = [people.find(act.customer), numbers.named(act.number)];
    if (!customer) return { ok: false, problem: "There is no such customer: add one first." };
    if (!number) return { ok: false, problem: `There is no number of that name: use ${numbers.all.map(({ name }) => name).join(" or ")}.` };
    if (number.provider === "twilio") return byTwilio(act, customer, number);
    const own = meta.numbers.find(({ phoneNumberId }) => phoneNumberId === number.address);
    return own ? byMeta(act, customer, own) : { ok: false, problem: "Meta does not know that number." };
  };
}
