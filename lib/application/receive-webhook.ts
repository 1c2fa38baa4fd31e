import type { ConversationId, NumberName } from "../domain/ids.ts";
import type { InboundEvent, InboundMessage, Provider } from "../domain/inbound.ts";
import { parseReference } from "../domain/reference.ts";
import { silentReason } from "../domain/starts-turn.ts";
import type { Clock, DeliveryQueue, Ledger, LedgerEntry, Recorded, TurnQueue } from "./ports.ts";
import type { Telemetry } from "./telemetry.ts";

export type ReceiveWebhook = {
  ledger: Ledger;
  turnQueue: TurnQueue;
  deliveryQueue: DeliveryQueue;
  clock: Clock;
  telemetry: Telemetry;
  /** Which configured number a webhook is for; `undefined` when it is not ours. */
  numberOf(provider: Provider, businessNumber: string): NumberName | undefined;
  conversationOf(message: InboundMessage): ConversationId;
};

export type Receipt = { recorded: number; repeated: number; statuses: number };

/**
 * Makes everything in one webhook POST safe: each message recorded once and queued, each status queued.
 * Resolves only when all of it is; else throws after trying all, so that the provider delivers again and no item costs its neighbours.
 */
export const receiveWebhookWith =
  ({ ledger, turnQueue, deliveryQueue, clock, telemetry, numberOf, conversationOf }: ReceiveWebhook) =>
  async (events: readonly InboundEvent[]): Promise<Receipt> => {
    const arrivedAt = clock.now();
    const ignore = (reason: string) => telemetry.count("InboundIgnored", 1, { reason });

    const entryOf = (message: InboundMessage, position: number): LedgerEntry | undefined => {
      const number = numberOf(message.provider, message.businessNumber);
      if (!number) {
        ignore("not-our-number");
        // A wrong id in the settings looks the same as a customer's silence: it must be seen.
        telemetry.warn("webhook.item-ignored", { reason: "not-our-number", provider: message.provider });
        return undefined;
      }
      const silent = silentReason(message);
      return {
        conversation: conversationOf(message),
        number,
        message,
        arrivedAt,
        position,
        ...(message.content.kind === "identity-change" && { successor: conversationOf({ ...message, customer: message.content }) }),
        ...(silent && { endsAs: { kind: "ignored" as const, reason: silent } }),
      };
    };

    const messages = new Map<string, InboundMessage>();
    const statuses = [];
    for (const event of events) {
      if (event.kind === "message") {
        if (messages.has(event.message.id)) telemetry.count("InboundDuplicates");
        else messages.set(event.message.id, event.message);
      } else if (event.kind === "status") {
        const { id: _, businessNumber: __, reference: text, ...status } = event.status;
        const reference = parseReference(text);
        if (reference) statuses.push({ ...status, reference });
        else ignore("foreign-status");
      } else ignore(event.reason);
    }
    const entries = [...messages.values()].map(entryOf).filter((entry) => entry !== undefined);

    const statusesStored = deliveryQueue.send(statuses);
    const [stored, ...recorded] = await Promise.allSettled([statusesStored, ...entries.map((entry) => ledger.record(entry))]);

    const toWake = entries.filter((entry, index) => !entry.endsAs && isUnanswered(recorded[index]));
    const [woken] = await Promise.allSettled([
      turnQueue.send(toWake.map(({ conversation, number, message }) => ({ kind: "wake", conversation, number, message: message.id }))),
    ]);

    const failures = [stored, woken, ...recorded].flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${entries.length + 2} steps failed`);

    const fresh = recorded.filter((result) => result.status === "fulfilled" && result.value === "new").length;
    telemetry.count("InboundMessages", fresh);
    telemetry.count("InboundDuplicates", entries.length - fresh);
    return { recorded: fresh, repeated: entries.length - fresh, statuses: statuses.length };
  };

const isUnanswered = (result: PromiseSettledResult<Recorded> | undefined) => result?.status === "fulfilled" && result.value !== "answered";
