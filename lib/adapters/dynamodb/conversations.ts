import { PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, Conversations } from "../../application/ports.ts";
import { silence } from "../../domain/conversation.ts";
import { type ConversationId, conversationId, type NumberName } from "../../domain/ids.ts";
import type { KeptSilence } from "../../domain/silence.ts";
import type { Turn } from "../../domain/turn.ts";
import { readItem, setIf, type Table } from "./conditional.ts";
import {
  expired,
  expiry,
  ITEM_VERSION,
  type Item,
  json,
  keys,
  number,
  PENDING_INDEX,
  readable,
  readJson,
  readNumber,
  readText,
  text,
} from "./items.ts";
import { dynamodbMoves } from "./moves.ts";
import { outboundOf, pendingOf } from "./read-items.ts";
import { readItems } from "./read-many.ts";
import { silencesOf, stateOf, workersPart } from "./state-item.ts";
import { isOffBy } from "./switches.ts";
import { withWishes } from "./wishes-item.ts";

/** One turn answers at most this many; what is left has wake-ups of its own. */
const MOST_PENDING = 100;

/** What stands in the item as long as the conversation is under the silence. */
const MARKS: Record<KeptSilence, string> = { paused: "pausedAt", "opted-out": "optedOutAt", "no-templates": "noTemplatesAt" };

/** Conversations in one table: the state item is the only place where pause, opt-out and the open turn meet, so one condition judges them all. */
export function dynamodbConversations(table: Table & { retentionDays: number; clock: Clock }): Conversations {
  const { client, tableName: TableName, clock, retentionDays } = table;

  /** The conversation's state, the one that it continues, and how the number stands, in one call. */
  async function readStates(conversation: ConversationId, name: NumberName | undefined) {
    const [state, wishes, alias] = [keys.state(conversation), keys.wishes(conversation), keys.alias(conversation)];
    const found = await readItems(table, [state, wishes, alias, ...(name ? [keys.number(name), keys.switch(name), keys.switch("*")] : [])]);
    const stateItem = found.get(state);
    if (stateItem) readable(stateItem);
    const predecessor = readText(found.get(alias) ?? {}, "predecessor");
    const heldUntil = name && readNumber(found.get(keys.number(name)) ?? {}, "heldUntil");
    return {
      state: withWishes(stateOf(conversation, stateItem, clock.now()), found.get(wishes)),
      known: {
        ...(heldUntil !== undefined && { heldUntil }),
        ...(predecessor !== undefined && { predecessor: conversationId(predecessor) }),
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
    ...dynamodbMoves(table),

    async load(conversation, name) {
      const [waiting, { state, known }] = await Promise.all([readWaiting(conversation), readStates(conversation, name)]);
      const isOutbound = (each: Item) => readText(each, "sk")?.startsWith("OUT#") === true;
      return {
        state,
        pending: waiting.filter((each) => !isOutbound(each)).map(pendingOf),
        outbound: waiting.filter(isOutbound).map(outboundOf),
        ...known,
      };
    },

    async hold(name, until, code) {
      const key = keys.number(name);
      const set = { v: { N: ITEM_VERSION }, heldUntil: number(until), code: text(code), expiresAt: expiry(until, 1) };
      await setIf(table, key, set, { condition: "attribute_not_exists(heldUntil) OR heldUntil < :heldUntil" });
    },

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
      return silence(silencesOf(standing), silences) ?? "overtaken";
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

    async end(conversation, messages, ending, turn) {
      const change = {
        outcome: text(ending.kind),
        ...("reason" in ending && { reason: text(ending.reason) }),
        ...(turn && { answeredBy: text(turn) }),
        endedAt: number(clock.now()),
        pendingAt: undefined,
      };
      await Promise.all(
        messages.map((id) => setIf(table, keys.message(conversation, id), change, { condition: "attribute_exists(pendingAt)" })),
      );
    },

    async endLate(conversation, messages, ending, turn) {
      const reason = "reason" in ending ? text(ending.reason) : undefined;
      const change = { outcome: text(ending.kind), reason, endedAt: number(clock.now()) };
      const answered = { ":answered": text("answered"), ":turn": text(turn) };
      const condition = "#outcome = :answered AND answeredBy = :turn";
      await Promise.all(messages.map((id) => setIf(table, keys.message(conversation, id), change, { condition, values: answered })));
    },
  };
}
