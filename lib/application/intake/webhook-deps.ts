import type { OptOutScope } from "../../domain/consent/consent-change.ts";
import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import type { PauseRules } from "../../domain/handoff/pause-rules.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import type { Content, Customer, Provider } from "../../domain/inbound/inbound.ts";
import type { QuietRule } from "../../domain/turn/quiet.ts";
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
  /** Returns `undefined` for a number that is not ours. */
  numberOf(provider: Provider, businessNumber: string): NumberName | undefined;
  isElsewhere?(businessNumber: string): boolean;
  links: Links;
  /** By the user id, or else the phone. */
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  repeatedTexts: RepeatedTexts;
  /** A keyed hash of number and text. */
  textHashOf(number: NumberName, text: string): string;
  detectKeyword(content: Content): Keyword | undefined;
  /** At most 40 characters `[\w-]`, the same for the same message. */
  idFor(message: MessageId): string;
  rules: PauseRules &
    QuietRule & {
      staleAfterHours: number;
      marketingStop: OptOutScope;
      /** Whether people hear of a provider's notices. */
      notices: boolean;
    };
};
