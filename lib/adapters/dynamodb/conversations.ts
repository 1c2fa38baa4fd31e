import { BatchGetItemCommand, PutItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, Conversations } from "../../application/ports.ts";
import type { ConversationState, PendingMessage } from "../../domain/conversation.ts";
import { type ConversationId, conversationId, messageId, type NumberName, numberName } from "../../domain/ids.ts";
import type { Content, Customer } from "../../domain/inbound.ts";
import type { Turn } from "../../domain/turn.ts";
import { refusedBy, type Table } from "./conditional.ts";
import {
  expired,
  expiry,
  ITEM_VERSION,
  type Item,
  json,
  keys,
  number,
  PENDING_INDEX,
  present,
  readJson,
  readNumber,
  readText,
  text,
} from "./items.ts";
import { waitingItem } from "./message-item.ts";

/** One turn answers at most this many; what is left has wake-ups of its own. */
const MOST_PENDING = 100;

function stateOf(conversation: ConversationId, item: Item | undefined, now: number): ConversationState {
  if (!item) return { conversation, version: 0 };
  const version = readNumber(item, "version") ?? 0;
  // A pause and an opt-out hold for as long as the item is there: the save's condition sees them too.
  const silences = { pausedAt: readNumber(item, "pausedAt"), optedOutAt: readNumber(item, "optedOutAt") };
  if (expired(item, now)) return { conversation, version, ...withoutUndefined(silences) };
  const movedTo = readText(item, "movedTo");
  const optional = {
    ...silences,
    sessionId: readText(item, "sessionId"),
    customer: readJson<Customer>(item, "customer"),
    lastInboundAt: readNumber(item, "lastInboundAt"),
    turn: readJson<Turn>(item, "turn"),
    movedTo: movedTo === undefined ? undefined : conversationId(movedTo),
  };
  return { conversation, version, ...withoutUndefined(optional) };
}

type Defined<Type> = { [Key in keyof Type]?: Exclude<Type[Key], undefined> };
const withoutUndefined = <Type extends object>(value: Type) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<Type>;

/** Throws for an item it cannot read (written by a later version): the wake-up then waits in the queue instead of the message being passed over. */
function pendingOf(item: Item): PendingMessage {
  const [id, name] = [readText(item, "id"), readText(item, "number")];
  const [customer, content] = [readJson<Customer>(item, "customer"), readJson<Content>(item, "content")];
  if (!id || !name || !customer || !content) throw new Error("a waiting message cannot be read by this version");
  const [quoted, hops, movingTo] = [readText(item, "quoted"), readNumber(item, "hops"), readText(item, "movingTo")];
  return {
    id: messageId(id),
    number: numberName(name),
    customer,
    content,
    sentAt: readNumber(item, "sentAt") ?? 0,
    arrivedAt: readNumber(item, "arrivedAt") ?? 0,
    ...(quoted !== undefined && { quoted }),
    ...(hops !== undefined && { hops }),
    ...(movingTo !== undefined && { movingTo: conversationId(movingTo) }),
  };
}

/** Conversations in one table: the state item is the only place where pause, opt-out and the open turn meet, so one condition judges them all. */
export function dynamodbConversations(table: Table & { retentionDays: number; clock: Clock }): Conversations {
  const { client, tableName: TableName, clock, retentionDays } = table;
  const update = (key: Item, set: Item, options: { remove?: string; condition: string; values?: Item }) => {
    const names = Object.keys(set);
    return client.send(
      new UpdateItemCommand({
        TableName,
        Key: key,
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(", ")}${options.remove ? ` REMOVE ${options.remove}` : ""}`,
        ConditionExpression: options.condition,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(names.map((name) => [`:${name}`, set[name] ?? { NULL: true }])),
          ...options.values,
        },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
  };

  /** The conversation's state, the one that it continues, and the number's state, in one call. */
  async function readStates(conversation: ConversationId, name: NumberName | undefined) {
    const Keys = [keys.state(conversation), keys.alias(conversation), ...(name ? [keys.number(name)] : [])];
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error("DynamoDB is throttling");
    const found = Responses?.[TableName] ?? [];
    const [item, alias, held] = ["STATE", "ALIAS", "NUMBER"].map((kind) => found.find((each) => readText(each, "sk") === kind));
    const predecessor = alias && readText(alias, "predecessor");
    return { item, heldUntil: held && readNumber(held, "heldUntil"), predecessor: predecessor ? conversationId(predecessor) : undefined };
  }

  return {
    async load(conversation, name) {
      const [{ Items = [] }, { item, heldUntil, predecessor }] = await Promise.all([
        client.send(
          new QueryCommand({
            TableName,
            IndexName: PENDING_INDEX,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": keys.partition(conversation) },
            ConsistentRead: true,
            Limit: MOST_PENDING,
          }),
        ),
        readStates(conversation, name),
      ]);
      const state = stateOf(conversation, item, clock.now());
      return { state, pending: Items.map(pendingOf), ...(heldUntil !== undefined && { heldUntil }), ...(predecessor && { predecessor }) };
    },

    async hold(name, until, code) {
      const key = keys.number(name);
      const set = { v: { N: ITEM_VERSION }, heldUntil: number(until), code: text(code), expiresAt: expiry(until, 1) };
      await refusedBy(table, key, () => update(key, set, { condition: "attribute_not_exists(heldUntil) OR heldUntil < :heldUntil" }));
    },

    async save(state, guard) {
      const key = keys.state(state.conversation);
      const set = present({
        v: { N: ITEM_VERSION },
        version: number(state.version + 1),
        sessionId: state.sessionId === undefined ? undefined : text(state.sessionId),
        customer: state.customer && json(state.customer),
        lastInboundAt: state.lastInboundAt === undefined ? undefined : number(state.lastInboundAt),
        turn: state.turn && json(state.turn),
        movedTo: state.movedTo && text(state.movedTo),
        expiresAt: expiry(clock.now(), retentionDays),
      });
      const unwritten = state.version === 0 ? "attribute_not_exists(version)" : "version = :read";
      const condition =
        guard === "speaking" ? `${unwritten} AND attribute_not_exists(pausedAt) AND attribute_not_exists(optedOutAt)` : unwritten;
      const values = state.version === 0 ? {} : { ":read": number(state.version) };
      const standing = await refusedBy(table, key, () => update(key, set, { condition, values }));
      if (!standing) return "saved";
      if ((readNumber(standing, "version") ?? 0) !== state.version) return "overtaken";
      return standing.optedOutAt ? "opted-out" : "paused";
    },

    async adopt(state, messages, returns) {
      const given = present({
        version: number(1),
        sessionId: state.sessionId === undefined ? undefined : text(state.sessionId),
        customer: state.customer && json(state.customer),
        lastInboundAt: state.lastInboundAt === undefined ? undefined : number(state.lastInboundAt),
        pausedAt: state.pausedAt === undefined ? undefined : number(state.pausedAt),
        optedOutAt: state.optedOutAt === undefined ? undefined : number(state.optedOutAt),
      });
      const names = Object.keys(given);
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: keys.state(state.conversation),
          UpdateExpression: `SET ${names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`).join(", ")}, v = :v, expiresAt = :expiresAt${returns ? " REMOVE movedTo" : ""}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`:${name}`, value])),
            ":v": { N: ITEM_VERSION },
            ":expiresAt": expiry(clock.now(), retentionDays),
          },
        }),
      );
      await Promise.all(
        messages.map((message, position) => {
          const Item = waitingItem(state.conversation, message, position, retentionDays);
          const key = keys.message(state.conversation, message.id);
          return refusedBy(table, key, () =>
            client.send(
              new PutItemCommand({
                TableName,
                Item,
                // A message that once moved away from here may come back with its customer, also before it has quite left.
                ConditionExpression: `attribute_not_exists(pk) OR ((reason = :moved OR attribute_exists(pendingAt)) AND (attribute_not_exists(hops) OR hops < :hops))`,
                ExpressionAttributeValues: { ":moved": text("moved"), ":hops": number(message.hops ?? 0) },
                ReturnValuesOnConditionCheckFailure: "ALL_OLD",
              }),
            ),
          );
        }),
      );
    },

    async archive(conversation, turn) {
      await client.send(
        new PutItemCommand({
          TableName,
          Item: {
            ...keys.turn(conversation, turn.id),
            v: { N: ITEM_VERSION },
            turn: json(turn),
            expiresAt: expiry(clock.now(), retentionDays),
          },
        }),
      );
    },

    async depart(conversation, messages, to) {
      await Promise.all(
        messages.map(({ id }) => {
          const key = keys.message(conversation, id);
          return refusedBy(table, key, () => update(key, { movingTo: text(to) }, { condition: "attribute_exists(pendingAt)" }));
        }),
      );
    },

    async leave(conversation, messages) {
      const set = { outcome: text("ignored"), reason: text("moved"), endedAt: number(clock.now()) };
      await Promise.all(
        messages.map(({ id, hops }) => {
          const key = keys.message(conversation, id);
          const same = hops === undefined ? "attribute_not_exists(hops)" : "hops = :hops";
          const values = hops === undefined ? {} : { ":hops": number(hops) };
          const condition = `attribute_exists(pendingAt) AND ${same}`;
          return refusedBy(table, key, () => update(key, set, { remove: "pendingAt", condition, values }));
        }),
      );
    },

    async end(conversation, messages, ending, turn) {
      const set = present({
        outcome: text(ending.kind),
        reason: "reason" in ending ? text(ending.reason) : undefined,
        answeredBy: turn && text(turn),
        endedAt: number(clock.now()),
      });
      await Promise.all(
        messages.map((id) => {
          const key = keys.message(conversation, id);
          return refusedBy(table, key, () => update(key, set, { remove: "pendingAt", condition: "attribute_exists(pendingAt)" }));
        }),
      );
    },
  };
}
