import { renderWhatsapp } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { parseReference } from "../../../lib/domain/turn/reference.ts";
import { SHOP_PATH } from "../../chatsby/shop-files.ts";
import { isLoopbackHost } from "../../http/hosts.ts";
import type { PhoneMessage } from "../../phone/phone.ts";
import { CUSTOMER_FILES } from "../acts/customer-file-answer.ts";
import type { Board } from "../board.ts";
import type { Numbers } from "../people/numbers.ts";
import type { People } from "../people/people.ts";
import type { Bubble, PageNumber } from "../protocol/protocol.ts";
import type { Turns } from "./turns.ts";

const REACTION = { customer: "reaction", business: "businessReaction" } as const;

type Parts = { board: Board; numbers: Numbers; people: People; turns: Turns };

export const showBubblesWith = ({ board, numbers, people, turns }: Parts) => {
  function traceOf({ id, from, reference: text }: PhoneMessage): string | undefined {
    if (from === "customer") return id;
    const reference = parseReference(text);
    return reference && turns.tracesOf(reference.conversation, reference.turn)[0];
  }

  function bubbleOf(message: PhoneMessage, number: string): Bubble {
    const {
      id,
      customer,
      from,
      by,
      kind = "text",
      text,
      options,
      template,
      quoting,
      file,
      link,
      at,
      ticks,
    } = message;
    const known = board.bubbles.get(id);
    const trace = known?.trace ?? traceOf(message);
    return {
      id,
      customer,
      number,
      from,
      kind,
      text,
      lines: known?.lines ?? renderWhatsapp(text),
      at,
      ...omitUndefined({ by, options, template, quoting }),
      ...(file && { file: bubbleFile(file) }),
      ...(link && { file: businessFile(link) }),
      ...(known?.reaction && { reaction: known.reaction }),
      ...(known?.businessReaction && { businessReaction: known.businessReaction }),
      ...omitUndefined({ ticks, trace }),
    };
  }

  /** A reaction is not a bubble: it belongs to one. */
  function react({ quoting = "", text, from }: PhoneMessage): void {
    const target = board.bubbles.get(quoting);
    if (!target) return;
    const { [REACTION[from]]: _, ...rest } = target;
    board.show(text ? { ...rest, [REACTION[from]]: text } : rest);
  }

  return (provider: PageNumber["provider"], message: PhoneMessage): void => {
    const number = numbers.at(provider, message.business)?.name;
    if (number === undefined) return;
    if (message.kind === "reaction") {
      // Once, not with every status: a business message has none at first.
      if (message.ticks === (message.from === "customer" ? "sent" : undefined)) react(message);
      return;
    }
    if (!people.find(message.customer)) people.meet(strangerOf(message.customer));
    const isNew = !board.bubbles.has(message.id);
    board.show(bubbleOf(message, number));
    if (isNew && message.from === "business") board.typing({ customer: message.customer, number }, false);
  };
};

const bubbleFile = ({ id, ...about }: NonNullable<PhoneMessage["file"]>) => ({
  url: `${CUSTOMER_FILES}${id}`,
  ...about,
});

/** The shop's are the page's own, whatever its name for this machine. */
function businessFile({ url, name }: NonNullable<PhoneMessage["link"]>) {
  const { hostname = "", pathname = "" } = URL.parse(url) ?? {};
  const isShop = isLoopbackHost(hostname) && pathname.startsWith(SHOP_PATH);
  return { url: isShop ? pathname : url, ...omitUndefined({ name }) };
}

const strangerOf = (address: string) => ({
  name: "Customer",
  ...(/^\d+$/.test(address) ? { phone: address } : { userId: address }),
});
