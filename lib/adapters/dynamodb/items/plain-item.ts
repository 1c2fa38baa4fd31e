import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { jsonNames } from "./codec.ts";
import { DOCUMENT_CODECS } from "./documents.ts";
import type { Item } from "./items.ts";
import { MESSAGE_CODECS } from "./message-item.ts";
import { STATE_CODECS } from "./state-item.ts";

const JSON_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...[STATE_CODECS, MESSAGE_CODECS, DOCUMENT_CODECS].flatMap(jsonNames),
  "understood",
]);

function plainValue(name: string, { S, N, BOOL }: AttributeValue): unknown {
  if (S !== undefined) return JSON_ATTRIBUTES.has(name) ? JSON.parse(S) : S;
  return N === undefined ? BOOL : Number(N);
}

/** As an export shows it: our own JSON as objects. */
export const plainItem = (item: Item): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(name, value)]));
