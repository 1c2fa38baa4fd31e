import { conversationIdOf, sessionIdOf } from "../../adapters/identity/keyed-ids.ts";
import type { Settings } from "../../config/settings.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound.ts";
import type { Numbers, OwnNumber } from "./numbers.ts";
import type { People } from "./people.ts";
import type { ChatKey } from "./protocol.ts";

type Known = { people: People; numbers: Numbers; settings: Settings; identityKey(): string };

/** What the system calls a chat. */
export function identityOf({ people, numbers, settings, identityKey }: Known) {
  /** As the provider's webhooks name the customer: Twilio tells the user id only where there is no phone. */
  function customerOf({ customer: id }: ChatKey, { provider }: OwnNumber): Customer {
    const known = people.find(id);
    const phone = known ? known.phone : /^\d+$/.test(id) ? id : undefined;
    if (provider === "twilio" && phone) return { phone };
    return { ...(phone && { phone }), userId: known?.userId ?? id };
  }

  return {
    conversation(chat: ChatKey): ConversationId | undefined {
      const number = numbers.named(chat.number);
      if (!number) return undefined;
      const { provider, address: businessNumber } = number;
      return conversationIdOf(identityKey(), { provider, businessNumber, customer: customerOf(chat, number) });
    },
    session(chat: ChatKey): string | undefined {
      const number = numbers.named(chat.number);
      return number && sessionIdOf(identityKey(), settings.sessionId, customerOf(chat, number));
    },
  };
}

export type Identity = ReturnType<typeof identityOf>;
