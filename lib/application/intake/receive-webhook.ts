import type { OptOutScope } from "../../domain/consent/consent-change.ts";
import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import type { Content, Customer, InboundEvent, InboundMessage, Preference, Provider } from "../../domain/inbound/inbound.ts";
import { unsupportedCode } from "../../domain/inbound/unsupported.ts";
import { noTurnReason } from "../../domain/turn/no-turn-reason.ts";
import { parseReference } from "../../domain/turn/reference.ts";
import { type Links, linkIds } from "../identity/identities.ts";
import { linkedControls } from "../identity/linked-controls.ts";
import type { Controls, RepeatedTexts } from "../ports/control-ports.ts";
import type { Clock, DeliveryQueue, Ledger, LedgerEntry, Recorded, TurnCommand, TurnQueue } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { applyKeywordWith } from "./apply-keyword.ts";
import { decideOfferWith } from "./mark-offered.ts";
import { noticeEchoWith } from "./pause-on-echo.ts";
import { recordEchoWith } from "./record-echo.ts";

export type ReceiveWebhookDeps = {
  ledger: Ledger;
  controls: Controls;
  turnQueue: TurnQueue;
  deliveryQueue: DeliveryQueue;
  clock: Clock;
  telemetry: Telemetry;
  /** Which configured number a webhook is for; `undefined` when it is not ours. */
  numberOf(provider: Provider, businessNumber: string): NumberName | undefined;
  /** Whether another system answers that number; none does when absent. */
  isElsewhere?(businessNumber: string): boolean;
  links: Links;
  /** The conversation that an id of a customer gives: the user id, or else the phone. */
  conversationFor(number: NumberName, customer: Customer): ConversationId;
  repeatedTexts: RepeatedTexts;
  /** A keyed hash, the same for the same words from the same number. */
  textHashOf(number: NumberName, text: string): string;
  detectKeyword(content: Content): Keyword | undefined;
  idFor(message: MessageId): string;
  rules: {
    /** Milliseconds for which the bot keeps quiet once a person is wanted or has written. */
    resumeAfterMs: number;
    staleAfterHours: number;
    marketingStop: OptOutScope;
  };
};

export type Receipt = { recorded: number; repeated: number; statuses: number };

/**
 * Makes everything in one webhook POST safe: each message recorded once and queued, each status queued.
 * What must silence the bot at once (a word like STOP, a person who writes from the app) does so before 200 is answered.
 * Resolves only when all of it is done; else throws after trying all, so that the provider delivers again and no item costs its neighbours.
 */
export const receiveWebhookWith = (deps: ReceiveWebhookDeps) => {
  const { ledger, links, turnQueue, deliveryQueue, clock, telemetry, numberOf, isElsewhere, conversationFor, detectKeyword, idFor, rules } =
    deps;
  const controls = linkedControls(deps.controls, links);
  const { resumeAfterMs, staleAfterHours } = rules;
  const heed = applyKeywordWith({ controls, detectKeyword, idFor, resumeAfterMs, staleAfterHours });
  const offers = decideOfferWith({ controls, ledger, detectKeyword });
  const ignore = (reason: string) => telemetry.count("InboundIgnored", 1, { reason });
  const recordEcho = recordEchoWith({ ledger, noticeEcho: noticeEchoWith({ ...deps, controls, resumeAfterMs }), ignore });

  function knownNumber({ provider, businessNumber }: Pick<InboundMessage, "provider" | "businessNumber">): NumberName | undefined {
    const number = numberOf(provider, businessNumber);
    if (number) return number;
    ignore("not-our-number");
    // A wrong id in the settings looks the same as a customer's silence: it must be seen.
    if (!isElsewhere?.(businessNumber)) telemetry.warn("webhook.item-ignored", { reason: "not-our-number", provider });
    return undefined;
  }

  function entryOf(message: InboundMessage, position: number, arrivedAt: number): LedgerEntry | undefined {
    const number = knownNumber(message);
    if (!number) return undefined;
    const silent = noTurnReason(message);
    return {
      conversation: conversationFor(number, message.customer),
      number,
      message,
      arrivedAt,
      position,
      ...(silent && { endsAs: { kind: "ignored" as const, reason: silent } }),
    };
  }

  /** A time from the future would outdo all that comes after it. */
  const sentAtOf = ({ sentAt }: Pick<InboundMessage, "sentAt">, arrivedAt: number) => Math.min(sentAt ?? arrivedAt, arrivedAt);

  /** The bare phone, by which the customer may be written to though the conversation goes by the user id. */
  const namesOf = (number: NumberName, { phone, userId }: Customer) => (phone && userId ? [conversationFor(number, { phone })] : []);

  /** From now on the customer's former id and the new one lead to one conversation: whoever sees a message under either finds it. */
  async function linkSuccessor({ conversation, number, message: { content }, arrivedAt }: LedgerEntry): Promise<void> {
    if (content.kind !== "identity-change" || !(content.userId || content.phone)) return;
    const successor = conversationFor(number, content);
    if (successor !== conversation) await linkIds(links, conversation, successor, arrivedAt);
  }

  /** What we cannot read is seen by somebody at least. */
  function tellLoss({ conversation, number }: LedgerEntry, content: Content & { kind: "unsupported" }) {
    const errorCode = unsupportedCode(content);
    telemetry.count("InboundUnsupported", 1, { errorCode });
    telemetry.warn("message.unsupported", { conversation, number, errorCode });
  }

  /** Whether the worker has something to do about it. */
  async function recordMessage(entry: LedgerEntry): Promise<{ recorded: Recorded; wakes: boolean }> {
    const { conversation, number, message, arrivedAt } = entry;
    const { id } = message;
    const sentAt = sentAtOf(message, arrivedAt);
    await linkSuccessor(entry);
    const offer = entry.endsAs ? message.content : await offers.decide(conversation, message, sentAt);
    const recorded = await ledger.record({ ...entry, message: { ...message, content: offer } });
    if (offer.kind === "unsupported" && recorded === "new") tellLoss(entry, offer);
    const wakes = !entry.endsAs && recorded !== "answered";
    if (wakes) {
      const content = (await offers.decided(conversation, message, recorded)) ?? offer;
      await heed(conversation, { id, content, sentAt }, arrivedAt, namesOf(number, message.customer));
    }
    return { recorded, wakes };
  }

  /** A choice in WhatsApp itself. It has no id: the time of the latest one is kept. */
  async function applyPreference(preference: Preference, arrivedAt: number): Promise<TurnCommand | undefined> {
    const number = knownNumber(preference);
    if (!number) return undefined;
    const conversation = conversationFor(number, preference.customer);
    const { action } = preference;
    const at = Math.min(preference.at, arrivedAt);
    const change = { id: `preference-${action}-${at}`, action, scope: rules.marketingStop, source: "preference", at } as const;
    await controls.changeConsent(conversation, change);
    for (const name of namesOf(number, preference.customer)) await controls.keepConsent(name, change);
    return { kind: "wake", conversation, number };
  }

  return async (events: readonly InboundEvent[]): Promise<Receipt> => {
    const arrivedAt = clock.now();
    const messages = new Map<string, { message: InboundMessage; echo: boolean }>();
    const statuses = [];
    const preferences: Preference[] = [];
    for (const event of events) {
      switch (event.kind) {
        case "message":
        case "echo":
          if (messages.has(event.message.id)) telemetry.count("InboundDuplicates");
          else messages.set(event.message.id, { message: event.message, echo: event.kind === "echo" });
          break;
        case "status": {
          const { id: _, businessNumber, reference: text, ...status } = event.status;
          const reference = parseReference(text);
          const number = numberOf(status.provider, businessNumber);
          if (reference) statuses.push({ ...status, reference, ...(number && { number }) });
          else ignore("foreign-status");
          break;
        }
        case "preference":
          preferences.push(event.preference);
          break;
        case "ignored":
          ignore(event.reason);
      }
    }
    const entries = [...messages.values()].flatMap(({ message, echo }, position) => {
      const entry = entryOf(message, position, arrivedAt);
      return entry ? [{ entry, echo }] : [];
    });

    const statusesStored = deliveryQueue.send(statuses);
    const [stored, recorded, heeded] = await Promise.all([
      Promise.allSettled([statusesStored]),
      Promise.allSettled(
        entries.map(({ entry, echo }) => (echo ? recordEcho(entry, sentAtOf(entry.message, arrivedAt)) : recordMessage(entry))),
      ),
      Promise.allSettled(preferences.map((preference) => applyPreference(preference, arrivedAt))),
    ]);

    const toWake = entries.flatMap(({ entry: { conversation, number, message } }, index): TurnCommand[] => {
      const result = recorded[index];
      return result?.status === "fulfilled" && result.value.wakes ? [{ kind: "wake", conversation, number, message: message.id }] : [];
    });
    const wished = heeded.flatMap((result) => (result.status === "fulfilled" && result.value ? [result.value] : []));
    const woken = await Promise.allSettled([turnQueue.send([...toWake, ...wished])]);

    const failures = [...stored, ...recorded, ...heeded, ...woken].flatMap((result) =>
      result.status === "rejected" ? [result.reason] : [],
    );
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} of ${entries.length + preferences.length + 2} steps failed`);

    const isFresh = (index: number) => recorded[index]?.status === "fulfilled" && recorded[index].value.recorded === "new";
    const freshAt = entries.flatMap(({ entry: { number } }, index) => (isFresh(index) ? [number] : []));
    for (const number of new Set(freshAt)) telemetry.count("InboundMessages", freshAt.filter((each) => each === number).length, { number });
    const fresh = freshAt.length;
    telemetry.count("InboundDuplicates", entries.length - fresh);
    return { recorded: fresh, repeated: entries.length - fresh, statuses: statuses.length };
  };
};
