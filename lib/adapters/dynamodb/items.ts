import { createHash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../domain/ids.ts";
import type { Reference } from "../../domain/reference.ts";

export type Item = Record<string, AttributeValue>;

/** Version of the items' shape: a newer worker must be able to read an older one's. */
export const ITEM_VERSION = "1";

export const PENDING_INDEX = "pending";

const partition = (conversation: ConversationId) => ({ S: `CONV#${conversation}` });

export const keys = {
  partition,
  /** The id is hashed: Meta's ids hold the customer's phone number, and the key outlives everything else. */
  message: (conversation: ConversationId, id: MessageId) => ({
    pk: partition(conversation),
    sk: { S: `IN#${createHash("sha256").update(id).digest("base64url")}` },
  }),
  state: (conversation: ConversationId) => ({ pk: partition(conversation), sk: { S: "STATE" } }),
  turn: (conversation: ConversationId, turn: TurnId) => ({ pk: partition(conversation), sk: { S: `TURN#${turn}` } }),
  alias: (conversation: ConversationId) => ({ pk: { S: `ALIAS#${conversation}` }, sk: { S: "ALIAS" } }),
  number: (name: NumberName) => ({ pk: { S: `NUMBER#${name}` }, sk: { S: "NUMBER" } }),
  delivery: ({ conversation, turn, part, attempt }: Reference) => ({
    pk: partition(conversation),
    sk: { S: `DELIVERY#${turn}#${part}#${attempt}` },
  }),
};

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });
export const json = (value: unknown): AttributeValue => ({ S: JSON.stringify(value) });

/** Attributes with a value; DynamoDB knows no `undefined`. */
export const present = (item: Record<string, AttributeValue | undefined>): Item =>
  Object.fromEntries(Object.entries(item).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined));

export const readText = (item: Item, name: string) => item[name]?.S;
export const readNumber = (item: Item, name: string) => (item[name]?.N === undefined ? undefined : Number(item[name].N));
/** Our own JSON, written by `json`; the type is that of the writer. */
export const readJson = <Type>(item: Item, name: string): Type | undefined =>
  item[name]?.S === undefined ? undefined : (JSON.parse(item[name].S) as Type);

const DAY = 86_400;
/** Seconds since 1970, as DynamoDB's TTL wants it. */
export const expiry = (now: number, days: number) => number(Math.floor(now / 1000) + days * DAY);
/** TTL deletes late (up to days): what has expired is filtered by whoever reads. */
export const expired = (item: Item, now: number) => (readNumber(item, "expiresAt") ?? Number.POSITIVE_INFINITY) * 1000 <= now;
