import { createHash } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { NewerVersionError } from "../../../application/ports/newer-version-error.ts";
import type { ConversationId, MessageId, NumberName, TurnId } from "../../../domain/ids.ts";
import type { Reference } from "../../../domain/turn/reference.ts";
import { type InboxPartitions, shardFor } from "./shards.ts";

export type Item = Record<string, AttributeValue>;

/** The lowest version that can read an item, and the latest that is read here. docs/upgrades.md */
export const ITEM_VERSION = "1";

export const PENDING_INDEX = "pending";

const partition = (conversation: ConversationId) => ({ S: `CONV#${conversation}` });
const inConversation = (conversation: ConversationId, sk: string) => ({
  pk: partition(conversation),
  sk: { S: sk },
});

export const INBOUND = "IN#";
export const assignedPartition = (user: string) => ({ S: `ASSIGNED#${user}` });

/** Sorts before all of that slice. */
export const failuresFrom = (name: NumberName | "*", slice: number) => `${name}#${padded(slice, 9)}`;

export const keys = {
  partition,
  /** Hashed: Meta's ids contain the phone number, and the key outlives everything else. */
  message: (conversation: ConversationId, id: MessageId) =>
    inConversation(conversation, `${INBOUND}${createHash("sha256").update(id).digest("base64url")}`),
  state: (conversation: ConversationId) => inConversation(conversation, "STATE"),
  consent: (conversation: ConversationId) => inConversation(conversation, "CONSENT"),
  optIns: (conversation: ConversationId) => inConversation(conversation, "OPTIN"),
  turn: (conversation: ConversationId, turn: TurnId) => inConversation(conversation, `TURN#${turn}`),
  outbound: (conversation: ConversationId, id: string) => inConversation(conversation, `OUT#${id}`),
  delivery: ({ conversation, turn, part, attempt }: Reference) =>
    inConversation(conversation, `DELIVERY#${turn}#${part}#${attempt}`),
  act: (conversation: ConversationId | "*", id: string) => ({
    pk: conversation === "*" ? { S: "ACTS" } : partition(conversation),
    sk: { S: `ACT#${id}` },
  }),
  staffFile: (conversation: ConversationId, id: string) => inConversation(conversation, `FILE#${id}`),
  note: (conversation: ConversationId, id: string) => inConversation(conversation, `NOTE#${id}`),
  draft: (conversation: ConversationId, user: string) => inConversation(conversation, `DRAFT#${user}`),
  link: (id: ConversationId) => ({ pk: { S: `ALIAS#${id}` }, sk: { S: "LINK" } }),
  /** The conversation whose customer has the phone. */
  name: (name: ConversationId) => ({ pk: { S: `ALIAS#${name}` }, sk: { S: "NAME" } }),
  session: (session: string, conversation: ConversationId) => ({
    pk: { S: `SESSION#${session}` },
    sk: { S: conversation },
  }),
  number: (name: NumberName) => ({ pk: { S: `NUMBER#${name}` }, sk: { S: "NUMBER" } }),
  /** A separate item, because it never expires. */
  switch: (name: NumberName | "*") => ({ pk: { S: `NUMBER#${name}` }, sk: { S: "SWITCH" } }),
  rollout: (name: NumberName) => ({ pk: { S: `NUMBER#${name}` }, sk: { S: "ROLLOUT" } }),
  repeatedText: (name: NumberName, hash: string, day: number) => ({
    pk: { S: `NUMBER#${name}` },
    sk: { S: `TEXT#${hash}#${day}` },
  }),
  hour: (name: NumberName, hour: number) => ({ pk: { S: `NUMBER#${name}` }, sk: { S: `HOUR#${hour}` } }),
  /** What people were told of the daily check, and of a provider's notices. */
  health: (name: "ROUND" | "NOTICES") => ({ pk: { S: "HEALTH" }, sk: { S: name } }),
  campaign: (campaign: string, conversation: ConversationId) => ({
    pk: { S: `CAMPAIGN#${campaign}` },
    sk: { S: conversation },
  }),
  lead: (conversation: ConversationId) => ({ pk: shardFor("LEAD", conversation), sk: { S: conversation } }),
  handoff: (since: number, origin: string) => ({
    pk: shardFor("HANDOFF", origin),
    sk: { S: `${padded(since, 13)}#${origin}` },
  }),
  delayedAnswer: (since: number, conversation: ConversationId) => ({
    pk: shardFor("DELAYED", conversation),
    sk: { S: `${padded(since, 13)}#${conversation}` },
  }),
  failures: (
    name: NumberName | "*",
    slice: number,
    { kind, code, conversation }: { kind: string; code: string; conversation: ConversationId },
  ) => ({
    pk: shardFor("FAILURES", conversation),
    sk: { S: `${failuresFrom(name, slice)}#${kind}#${code}` },
  }),
  activity: (conversation: ConversationId, count: InboxPartitions) => ({
    pk: shardFor("INBOX", conversation, count),
    sk: { S: conversation },
  }),
  assignment: (user: string, conversation: ConversationId) => ({
    pk: assignedPartition(user),
    sk: { S: conversation },
  }),
};

/** Sorts as text in numeric order. */
export const padded = (value: number, length: number) =>
  String(Math.max(0, Math.trunc(value))).padStart(length, "0");

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });
export const json = (value: unknown): AttributeValue => ({ S: JSON.stringify(value) });

export const textIf = (value: string | undefined) => (value === undefined ? undefined : text(value));

export const definedAttributes = (item: Record<string, AttributeValue | undefined>): Item =>
  Object.fromEntries(
    Object.entries(item).filter((entry): entry is [string, AttributeValue] => entry[1] !== undefined),
  );

/** Throws NewerVersionError for an item of a later version. Call it before acting on an item. */
export function requireReadable(item: Item): Item {
  if ((readNumber(item, "v") ?? 1) > Number(ITEM_VERSION)) throw new NewerVersionError();
  return item;
}

export const readText = (item: Item, name: string) => item[name]?.S;
export const readNumber = (item: Item, name: string) =>
  item[name]?.N === undefined ? undefined : Number(item[name].N);
export const readJson = <Type>(item: Item, name: string): Type | undefined =>
  item[name]?.S === undefined ? undefined : (JSON.parse(item[name].S) as Type);

const DAY = 86_400;
/** Seconds since 1970, the unit of DynamoDB's TTL. */
export const expiresAfter = (now: number, days: number) => number(Math.floor(now / 1000) + days * DAY);
/** TTL deletes days late: readers filter. */
export const isExpired = (item: Item, now: number) =>
  (readNumber(item, "expiresAt") ?? Number.POSITIVE_INFINITY) * 1000 <= now;
