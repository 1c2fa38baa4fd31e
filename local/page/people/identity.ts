import { conversationIdOf, sessionIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import type { Settings } from "../../../lib/config/settings/settings.ts";
import { type ConversationId, numberName } from "../../../lib/domain/ids.ts";
import type { Customer, InboundMessage, Provider } from "../../../lib/domain/inbound/inbound.ts";
import type { ChatKey } from "../protocol/protocol.ts";
import type { Numbers, OwnNumber } from "./numbers.ts";
import type { People } from "./people.ts";

type Known = { people: People; numbers: Numbers; settings: Settings; identityKey(): string };

/** Twilio gives the user id only if there is no phone number. */
const PHONE_ONLY: Readonly<Record<Provider, boolean>> = { meta: false, twilio: true };

export function identityOf({ people, numbers, settings, identityKey }: Known) {
  function customerOf({ customer: id }: ChatKey, { provider }: OwnNumber): Customer {
    const known = people.find(id);
    const phone = known ? known.phone : /^\d+$/.test(id) ? id : undefined;
    if (PHONE_ONLY[provider] && phone) return { phone };
    return { ...(phone && { phone }), userId: known?.userId ?? id };
  }

  return {
    ofMessage: ({ provider, businessNumber, customer }: InboundMessage): ConversationId => {
      const number = numbers.at(provider, businessNumber);
      return conversationIdOf(identityKey(), numberName(number?.name ?? ""), customer);
    },
    /** First as when the customer writes, then as when staff know only the phone number. */
    conversations(chat: ChatKey): readonly ConversationId[] {
      const number = numbers.named(chat.number);
      if (!number) return [];
      const customer = customerOf(chat, number);
      const ids = [customer, ...(customer.phone ? [{ phone: customer.phone }] : [])];
      return ids.map((each) => conversationIdOf(identityKey(), numberName(number.name), each));
    },
    session(chat: ChatKey): string | undefined {
      const number = numbers.named(chat.number);
      return number && sessionIdOf(identityKey(), settings.sessionId, customerOf(chat, number));
    },
  };
}

export type Identity = ReturnType<typeof identityOf>;
