import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "./items.ts";

/** Attributes that hold our own JSON. */
const JSON_ATTRIBUTES: ReadonlySet<string> = new Set([
  "act",
  "content",
  "customer",
  "endedHandoffs",
  "handoff",
  "identity",
  "lead",
  "progress",
  "mergedFrom",
  "outbound",
  "referral",
  "turn",
  "consentChange",
  "wishes",
]);

function plainValue(name: string, { S, N, BOOL }: AttributeValue): unknown {
  if (S !== undefined) return JSON_ATTRIBUTES.has(name) ? JSON.parse(S) : S;
  return N === undefined ? BOOL : Number(N);
}

/** An item as whoever asks for an export can read it. */
export const plainItem = (item: Item): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(name, value)]));
