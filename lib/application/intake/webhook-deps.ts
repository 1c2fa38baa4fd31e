import type { OptOutScope } from "../../domain/consent/consent-change.ts";
import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import type { Content, Customer, Provider } from "../../domain/inbound/inbound.ts";
import type { Controls, RepeatedTexts } from "../ports/control-ports.ts";
import type { Links } from "../ports/links.ts";
import type { Clock, DeliveryQueue, Ledger, TurnQueue } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";

export type ReceiveWebhookDeps = {
  ledger: Ledger;
  controls: Controls;
  turnQueue: TurnQueue;
  deliveryQueue: DeliveryQueue;
  clock: Clock;
  telemetry: Telemetry;
  /** The configured number that a webhook is for; `undefined` when it is not ours. */
  numberOf(provider: Provider, businessNumber: string): NumberName | undefined;
  /** Whether another system answers that number. */
  isElsewhere?(businessNumber: string): boolean;
  links: Links;
  /** The conversation id that a customer id gives: the user id, or else the phone. */
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  repeatedTexts: RepeatedTexts;
  /** A keyed hash, the same for the same text from the same number. */
  textHashOf(number: NumberName, text: string): string;
  detectKeyword(content: Content): Keyword | undefined;
  /** At most 40 characters `[\w-]`, the same for the same message. */
  idFor(message: MessageId): string;
  rules: {
    /** How long the bot stays paused after a customer asks for a person, or a person writes. */
    resumeAfterMs: number;
    staleAfterHours: number;
    marketingStop: OptOutScope;
  };
};
