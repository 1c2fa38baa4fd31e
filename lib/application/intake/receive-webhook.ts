import type { InboundEvent, InboundMessage, Notice, Preference } from "../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { noTurnReason } from "../../domain/turn/no-turn-reason.ts";
import { parseReference } from "../../domain/turn/reference.ts";
import { linkedControls } from "../identity/linked-controls.ts";
import type { LedgerEntry, Recorded, ReportedStatus, TurnCommand } from "../ports/ports.ts";
import { applyPreference } from "./apply-preference.ts";
import { knownNumber } from "./known-number.ts";
import { recordEcho } from "./record-echo.ts";
import { recordMessage } from "./record-message.ts";
import { type Woken, wakeUpsFor } from "./wake-ups.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

export type Receipt = { recorded: number; repeated: number; statuses: number };

/** By kind; each message once. */
type Sorted = {
  messages: ReadonlyMap<string, { message: InboundMessage; isEcho: boolean }>;
  statuses: readonly ReportedStatus[];
  preferences: readonly Preference[];
  notices: readonly Notice[];
};

/**
 * Records and queues each message of a webhook POST once, and queues each status and notice. What must block the bot at
 * once (STOP, a person who writes in the app) is applied, too. Resolves when all is done, else throws after
 * trying all, so that one item costs no other.
 */
export async function receiveWebhook(
  given: ReceiveWebhookDeps,
  events: readonly InboundEvent[],
): Promise<Receipt> {
  const deps = { ...given, controls: linkedControls(given.controls, given.links) };
  const arrivedAt = deps.clock.now();
  const { messages, statuses, preferences, notices } = sortEvents(deps, events);
  const entries = [...messages.values()].flatMap(({ message, isEcho }, position) => {
    const entry = entryOf(deps, message, position, arrivedAt);
    return entry ? [{ entry, isEcho }] : [];
  });

  const reportsQueued = [deps.deliveryQueue.send(statuses), deps.deliveryQueue.sendNotices(notices)];
  const [queued, recorded, applied] = await Promise.all([
    Promise.allSettled(reportsQueued),
    Promise.allSettled(
      entries.map(({ entry, isEcho }) => (isEcho ? recordEcho : recordMessage)(deps, entry, sentAtOf(entry))),
    ),
    Promise.allSettled(preferences.map((preference) => applyPreference(deps, preference, arrivedAt))),
  ]);

  const woken = entries.flatMap(({ entry }, index): Woken[] => {
    const result = recorded[index];
    return result?.status === "fulfilled" && result.value.wakes
      ? [{ entry, recorded: result.value.recorded }]
      : [];
  });
  const consentWakeUps = applied.flatMap((result) =>
    result.status === "fulfilled" && result.value ? [result.value] : [],
  );
  const commands: TurnCommand[] = [...wakeUpsFor(deps, woken), ...consentWakeUps];
  const sent = await Promise.allSettled([deps.turnQueue.send(commands)]);

  const failures = [...queued, ...recorded, ...applied, ...sent].flatMap((result) =>
    result.status === "rejected" ? [result.reason] : [],
  );
  if (failures.length > 0)
    throw new AggregateError(
      failures,
      `${failures.length} of ${entries.length + preferences.length + 3} steps failed`,
    );

  const isNew = (result: PromiseSettledResult<{ recorded: Recorded }> | undefined) =>
    result?.status === "fulfilled" && result.value.recorded === "new";
  const newEntries = entries.filter((_, index) => isNew(recorded[index])).map(({ entry }) => entry);
  const repeated = entries.length - newEntries.length;
  countMessages(deps, newEntries, repeated);
  return { recorded: newEntries.length, repeated, statuses: statuses.length };
}

function sortEvents(
  { telemetry, numberOf, rules }: ReceiveWebhookDeps,
  events: readonly InboundEvent[],
): Sorted {
  const ignore = (reason: string) => telemetry.count("InboundIgnored", 1, { reason });
  const messages = new Map<string, { message: InboundMessage; isEcho: boolean }>();
  const statuses: ReportedStatus[] = [];
  const preferences: Preference[] = [];
  const notices: Notice[] = [];
  for (const event of events) {
    switch (event.kind) {
      case "message":
      case "echo":
        if (messages.has(event.message.id)) telemetry.count("InboundDuplicates");
        else messages.set(event.message.id, { message: event.message, isEcho: event.kind === "echo" });
        break;
      case "status": {
        const { id: _, businessNumber, reference: text, ...status } = event.status;
        const reference = parseReference(text);
        const number = numberOf(status.provider, businessNumber);
        if (reference) statuses.push({ ...status, reference, ...omitUndefined({ number }) });
        else ignore("foreign-status");
        break;
      }
      case "preference":
        preferences.push(event.preference);
        break;
      case "notice":
        if (rules.notices) notices.push(event.notice);
        else ignore("other-field");
        break;
      case "ignored":
        ignore(event.reason);
    }
  }
  return { messages, statuses, preferences, notices };
}

function entryOf(
  deps: ReceiveWebhookDeps,
  message: InboundMessage,
  position: number,
  arrivedAt: number,
): LedgerEntry | undefined {
  const number = knownNumber(deps, message);
  if (!number) return undefined;
  const reason = noTurnReason(message);
  return {
    conversation: deps.conversationFor(number, message.customer),
    number,
    message,
    arrivedAt,
    position,
    ...(reason && { endsAs: { kind: "ignored" as const, reason } }),
  };
}

/** A time in the future would win over all that comes after it. */
const sentAtOf = ({ message, arrivedAt }: LedgerEntry) => Math.min(message.sentAt ?? arrivedAt, arrivedAt);

function countMessages(
  { telemetry }: ReceiveWebhookDeps,
  newEntries: readonly LedgerEntry[],
  repeated: number,
) {
  for (const [number, entries] of Map.groupBy(newEntries, (entry) => entry.number))
    telemetry.count("InboundMessages", entries.length, { number });
  telemetry.count("InboundDuplicates", repeated);
}
