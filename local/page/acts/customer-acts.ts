import type { Provider } from "../../../lib/domain/inbound/inbound.ts";
import { addressOf } from "../../customer.ts";
import type { Fakes } from "../../fakes.ts";
import type { HearProgress, WebhookProgress } from "../../hooks.ts";
import type { MetaNumber } from "../../meta/payloads.ts";
import type { SentFile } from "../../sent-file.ts";
import type { Numbers, OwnNumber } from "../people/numbers.ts";
import { asSimulated, type People } from "../people/people.ts";
import type { ChatKey, PageCustomer } from "../protocol/protocol.ts";
import type { Act, Acted, Media, ShippedFile } from "../protocol/protocol-acts.ts";
import { contentOf } from "./contents.ts";
import { isShipped, shippedFile } from "./customer-files.ts";

type OfChat = Extract<Act, ChatKey>;
type PlainAct = Extract<OfChat, { do: "say" | "tap" | "react" | "preference" | "echo" }>;
type About = { caption?: string; quoting?: string };
type FileAct = ChatKey & About & { do: "send-file"; file: SentFile };
type ContentAct = ChatKey & About & { do: "send"; what: Exclude<Media, ShippedFile> };
export type CustomerAct = PlainAct | FileAct | Extract<OfChat, { do: "send" }>;
type PreparedAct = PlainAct | FileAct | ContentAct;

function prepared(act: CustomerAct): PreparedAct {
  if (act.do !== "send") return act;
  const { what, ...about } = act;
  return isShipped(what)
    ? { ...about, do: "send-file", file: shippedFile(what) }
    : { ...about, do: "send", what };
}

type Parts = {
  fakes: Fakes;
  people: People;
  numbers: Numbers;
  settled(): Promise<void>;
};

const refused = (problem: string): Acted => ({ ok: false, problem });
const ONLY_META = refused("Only Meta's numbers have that: choose one of them.");

const UNREACHABLE = refused(
  "Nobody can write to this number yet: it must be registered, and the account subscribed to an app. `npm run wa -- setup` does both.",
);

const isLacking = ({ lacking }: OwnNumber, { do: what }: PreparedAct) =>
  lacking.some((each) => each === what);

const captionOf = ({ caption }: About) => (caption ? { caption } : {});

/** They pass through the provider's signed webhook, as every message does. */
export function customerActs({ fakes, people, numbers, settled }: Parts) {
  const { meta, twilio } = fakes;
  /** Resolves after the webhook's response, or when it is delayed. */
  async function delivered(
    start: (hear: HearProgress) => Promise<unknown>,
    id: () => string | undefined,
  ): Promise<Acted> {
    const progress = Promise.withResolvers<WebhookProgress>();
    // Only the end of the stack aborts a delivery.
    start(progress.resolve).catch(() => progress.resolve({ kind: "answered", status: 0 }));
    const message = id();
    const about = message === undefined ? {} : { message };
    const delivery = await progress.promise;
    if (delivery.kind === "held") return { ok: true, ...about, data: { held: true } };
    await settled();
    if (delivery.status === 200) return { ok: true, ...about };
    const answer =
      delivery.status === 0 ? "was not answered" : `was answered ${delivery.status} instead of 200`;
    return {
      ok: false,
      ...about,
      problem: `The webhook ${answer}. The provider delivers it again by itself.`,
    };
  }

  // The phone shows the message at once, before any wait.
  const byMetaId = () => meta.phone.messages.at(-1)?.id;
  const byTwilioId = () => twilio.phone.messages.at(-1)?.id;

  function wrongTarget(act: PreparedAct, customer: PageCustomer, { provider }: OwnNumber): Acted | undefined {
    if (act.do !== "tap" && act.do !== "react") return undefined;
    const { phone } = fakes[provider];
    const target = phone.of(addressOf(asSimulated(customer))).find(({ id }) => id === act.message);
    if (!target) return refused("There is no such message in this chat.");
    if (act.do === "tap" && !target.options?.includes(act.option))
      return refused("That message has no such button.");
    return undefined;
  }

  async function byMeta(act: PreparedAct, customer: PageCustomer, number: MetaNumber): Promise<Acted> {
    if (!meta.account.delivers(number)) return UNREACHABLE;
    const who = asSimulated(customer);
    const quote = ("quoting" in act ? act.quoting : undefined) ?? "";
    const context = quote && { context: { from: number.displayNumber, id: quote } };
    const quoting = quote && { quoting: quote };
    const sent = (content: Record<string, unknown>, shown: Parameters<typeof meta.send>[2]) =>
      delivered((hear) => meta.send(who, content, { ...shown, number, hear }), byMetaId);
    switch (act.do) {
      case "say":
        return sent({ type: "text", text: { body: act.text }, ...context }, { text: act.text, ...quoting });
      case "send": {
        const { text, meta: content } = contentOf(act.what);
        return sent({ ...content, ...context }, { text, kind: act.what, ...quoting });
      }
      case "send-file": {
        const about = { ...captionOf(act), ...context, ...quoting, number };
        return delivered((hear) => meta.sendFile(who, act.file, { ...about, hear }), byMetaId);
      }
      case "tap":
        return delivered(
          (hear) => meta.tap(who, act.option, { quoting: act.message, number, hear }),
          byMetaId,
        );
      case "react": {
        const reaction = { message_id: act.message, ...(act.emoji && { emoji: act.emoji }) };
        return sent(
          { type: "reaction", reaction },
          { text: act.emoji, kind: "reaction", quoting: act.message },
        );
      }
      case "preference":
        return delivered(
          (hear) => meta.preference(who, act.value, number, hear),
          () => undefined,
        );
      case "echo":
        return delivered((hear) => meta.echo(who, act.text, number, hear), byMetaId);
    }
  }

  async function byTwilio(
    act: PreparedAct,
    customer: PageCustomer,
    { address: to }: OwnNumber,
  ): Promise<Acted> {
    const who = asSimulated(customer);
    const quote = ("quoting" in act ? act.quoting : undefined) ?? "";
    const original = quote ? { OriginalRepliedMessageSid: quote, OriginalRepliedMessageSender: to } : {};
    const quoting = quote && { quoting: quote };
    switch (act.do) {
      case "say":
        return delivered(
          (hear) => twilio.say(who, act.text, { to, extra: original, hear, ...quoting }),
          byTwilioId,
        );
      case "send": {
        const { text, twilio: form } = contentOf(act.what);
        const shown = { to, extra: { ...form.extra, ...original }, shown: text, kind: act.what, ...quoting };
        return delivered((hear) => twilio.say(who, form.text, { ...shown, hear }), byTwilioId);
      }
      case "send-file": {
        const about = { ...captionOf(act), extra: original, ...quoting, to };
        return delivered((hear) => twilio.sendFile(who, act.file, { ...about, hear }), byTwilioId);
      }
      case "tap":
        return delivered(
          (hear) => twilio.tap(who, act.option, { quoting: act.message, to, hear }),
          byTwilioId,
        );
      case "react":
      case "preference":
      case "echo":
        return ONLY_META;
    }
  }

  const actBy: Readonly<Record<Provider, typeof byTwilio>> = {
    meta: async (act, customer, { address }) => {
      const own = meta.numbers.find(({ phoneNumberId }) => phoneNumberId === address);
      return own ? byMeta(act, customer, own) : refused("Meta does not know that number.");
    },
    twilio: byTwilio,
  };

  return async (given: CustomerAct): Promise<Acted> => {
    const act = prepared(given);
    const [customer, number] = [people.find(act.customer), numbers.named(act.number)];
    if (!customer) return refused("There is no such customer: add one first.");
    if (!number)
      return refused(
        `There is no number of that name: use ${numbers.all.map(({ name }) => name).join(" or ")}.`,
      );
    if (isLacking(number, act)) return ONLY_META;
    const wrong = wrongTarget(act, customer, number);
    if (wrong) return wrong;
    return actBy[number.provider](act, customer, number);
  };
}
