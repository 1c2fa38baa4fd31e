import { BatchGetItemCommand, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, Conversations } from "../../application/ports.ts";
import { type ConversationId, conversationId, type NumberName } from "../../domain/ids.ts";
import { setIf, type Table } from "./conditional.ts";
import { expiry, ITEM_VERSION, json, keys, number, PENDING_INDEX, present, readNumber, readText, text } from "./items.ts";
import { dynamodbMoves } from "./moves.ts";
import { pendingOf, stateOf } from "./read-items.ts";

/** One turn answers at most this many; what is left has wake-ups of its own. */
const MOST_PENDING = 100;

/** Conversations in one table: the state item is the only place where pause, opt-out and the open turn meet, so one condition judges them all. */
export function dynamodbConversations(table: Table & { retentionDays: number; clock: Clock }): Conversations {
  const { client, tableName: TableName, clock, retentionDays } = table;
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
    ...dynamodbMoves(table),

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
      await setIf(table, key, set, { condition: "attribute_not_exists(heldUntil) OR heldUntil < :heldUntil" });
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
      const standing = await setIf(table, key, set, { condition, values });
      if (!standing) return "saved";
      if ((readNumber(standing, "version") ?? 0) !== state.version) return "overtaken";
      return standing.optedOutAt ? "opted-out" : "paused";
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
          return setIf(table, key, set, { remove: "pendingAt", condition: "attribute_exists(pendingAt)" });
        }),
      );
    },
  };
}
