import { PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, Conversations } from "../../application/ports/ports.ts";
import { mergedConsent } from "../../domain/consent/consent.ts";
import { activeSendBlock, type PendingMessage } from "../../domain/conversation/conversation.ts";
import { merged, parted } from "../../domain/conversation/merged.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import { type ConversationId, conversationId, type NumberName } from "../../domain/ids.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import { readItem, setIf, type Table, untilWritten } from "./conditional.ts";
import { keepWishes, withWishes } from "./consent-item.ts";
import { dynamodbHolds, holdsOf } from "./holds.ts";
import {
  expired,
  expiry,
  ITEM_VERSION,
  type Item,
  json,
  jsonIf,
  keys,
  number,
  PENDING_INDEX,
  readable,
  readJson,
  readNumber,
  readText,
  text,
} from "./items.ts";
import { linkOf } from "./links.ts";
import { outboundOf, pendingOf } from "./read-items.ts";
import { readItems } from "./read-many.ts";
import { controlledPart, sendBlocksOf, silencesPart, stateOf, unwritten, workersPart } from "./state-item.ts";
import { isOffBy } from "./switches.ts";

/** One turn answers at most this many; what is left has wake-ups of its own. */
const MOST_PENDING = 100;

/** What stands in the item as long as the conversation is under the silence. */
const MARKS: Record<StoredSendBlock, string> = { paused: "pausedAt", "opted-out": "optedOutAt", "no-templates": "noTemplatesAt" };

/** The customer's messages and what people want to say, in order. A message that waits in two places is one. */
function waitingIn(items: readonly Item[]): { pending: readonly PendingMessage[]; outbound: readonly Outbound[] } {
  const sorted = items.toSorted((a, b) => ((a.pendingAt?.S ?? "") < (b.pendingAt?.S ?? "") ? -1 : 1));
  const isOutbound = (each: Item) => readText(each, "sk")?.startsWith("OUT#") === true;
  const pending = sorted.filter((each) => !isOutbound(each)).map(pendingOf);
  return {
    pending: [...new Map(pending.map((message) => [message.id, message])).values()],
    outbound: sorted.filter(isOutbound).map(outboundOf),
  };
}

/** Conversations in one table: the state item is the only place where pause, opt-out and the open turn meet, so one condition judges them all. */
export function dynamodbConversations(table: Table & { retentionDays: number; clock: Clock }): Conversations {
  const { client, tableName: TableName, clock, retentionDays } = table;

  const ownerIn = (item: Item | undefined) => {
    const owner = item && !expired(item, clock.now()) ? readText(item, "conversation") : undefined;
    return owner === undefined ? undefined : conversationId(owner);
  };

  /** The conversation's state, where its id leads, and how the number stands, in one call. */
  async function readStates(conversation: ConversationId, name: NumberName | undefined) {
    const [state, wishes] = [keys.state(conversation), keys.wishes(conversation)];
    const [link, owner] = [keys.link(conversation), keys.name(conversation)];
    const found = await readItems(table, [
      state,
      wishes,
      link,
      owner,
      ...(name ? [keys.number(name), keys.switch(name), keys.switch("*")] : []),
    ]);
    const stateItem = found.get(state);
    if (stateItem) readable(stateItem);
    const linkedTo = linkOf(found.get(link))?.to;
    const phoneOwner = ownerIn(found.get(owner));
    const held = name ? found.get(keys.number(name)) : undefined;
    return {
      state: withWishes(stateOf(conversation, stateItem, clock.now()), found.get(wishes)),
      known: {
        ...(held && holdsOf(held)),
        ...(linkedTo !== undefined && linkedTo !== conversation && { linkedTo }),
        ...(phoneOwner !== undefined && phoneOwner !== conversation && { phoneOwner }),
        ...(name && isOffBy(found, name) && { switchedOff: true }),
      },
    };
  }

  async function readWaiting(conversation: ConversationId): Promise<readonly Item[]> {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: PENDING_INDEX,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": keys.partition(conversation) },
        ConsistentRead: true,
        Limit: MOST_PENDING,
      }),
    );
    return Items;
  }

  return {
    async load(conversation, name) {
      const [waiting, { state, known }] = await Promise.all([readWaiting(conversation), readStates(conversation, name)]);
      // One that was merged into another is answered there, with what waits in it.
      const elsewhere = await Promise.all((state.mergedFrom ?? []).map(readWaiting));
      return { state, ...waitingIn([waiting, ...elsewhere].flat()), ...known };
    },

    mergeInto(conversation, other) {
      const key = keys.state(conversation);
      return untilWritten(async () => {
        const item = await readItem(table, key);
        if (item) readable(item);
        const { mergedFrom, ...next } = merged(stateOf(conversation, item, clock.now()), other, clock.now());
        const { pauses, wishes, rest } = parted(next);
        // With those that have outlived the state: what stands in the state itself hides them.
        const lasting = await keepWishes(table, conversation, (kept) => mergedConsent(kept, wishes));
        const change = {
          v: { N: ITEM_VERSION },
          version: number(next.version),
          ...workersPart(rest),
          ...silencesPart({ ...pauses, ...mergedConsent(wishes, lasting) }),
          ...controlledPart(item),
          mergedFrom: jsonIf(mergedFrom),
          expiresAt: expiry(clock.now(), retentionDays),
        };
        return (await setIf(table, key, change, unwritten(item))) ? undefined : { result: undefined };
      });
    },

    ...dynamodbHolds(table),

    async save(state, silences) {
      const change = {
        v: { N: ITEM_VERSION },
        version: number(state.version + 1),
        ...workersPart(state),
        expiresAt: expiry(clock.now(), retentionDays),
      };
      const unwritten = state.version === 0 ? "attribute_not_exists(version)" : "version = :read";
      const condition = [unwritten, ...silences.map((each) => `attribute_not_exists(${MARKS[each]})`)].join(" AND ");
      const values = state.version === 0 ? {} : { ":read": number(state.version) };
      const standing = await setIf(table, keys.state(state.conversation), change, { condition, values });
      if (!standing) return "saved";
      if ((readNumber(standing, "version") ?? 0) !== state.version) return "overtaken";
      // Where the emulator made us read the item, the silence may be over by now: whoever reads again sees it.
      return activeSendBlock(sendBlocksOf(standing), silences) ?? "overtaken";
    },

    async archive(conversation, turn) {
      const expiresAt = expiry(clock.now(), retentionDays);
      const Item = { ...keys.turn(conversation, turn.id), v: { N: ITEM_VERSION }, turn: json(turn), expiresAt };
      await client.send(new PutItemCommand({ TableName, Item }));
    },

    async archived(conversation, turn) {
      const item = await readItem(table, keys.turn(conversation, turn));
      return item && !expired(item, clock.now()) ? readJson<Turn>(readable(item), "turn") : undefined;
    },

    async end(places, messages, ending, turn) {
      const change = {
        outcome: text(ending.kind),
        ...("reason" in ending && { reason: text(ending.reason) }),
        ...(turn && { answeredBy: text(turn) }),
        endedAt: number(clock.now()),
        pendingAt: undefined,
      };
      await Promise.all(
        places.flatMap((place) =>
          messages.map((id) => setIf(table, keys.message(place, id), change, { condition: "attribute_exists(pendingAt)" })),
        ),
      );
    },

    async endLate(places, messages, ending, turn) {
      const reason = "reason" in ending ? text(ending.reason) : undefined;
      const change = { outcome: text(ending.kind), reason, endedAt: number(clock.now()) };
      const answered = { ":answered": text("answered"), ":turn": text(turn) };
      const condition = "#outcome = :answered AND answeredBy = :turn";
      const messageKeys = places.flatMap((place) => messages.map((id) => keys.message(place, id)));
      await Promise.all(messageKeys.map((key) => setIf(table, key, change, { condition, values: answered })));
    },
  };
}
