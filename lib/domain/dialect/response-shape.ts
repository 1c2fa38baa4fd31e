import { isRecord } from "../is-record.ts";
import { pointerStep } from "../json-pointer.ts";

const MAX_DEPTH = 4;
const MAX_NAMES = 12;

/** A name may be data, too: a phone number, an address, a sentence. */
const PLAIN_NAME = /^[A-Za-z_$][\w$-]{0,39}$/;

/** Names and types, no values: `{conversation_id: string, message: {content: string}}`. */
export function shapeOf(json: unknown, depth = 0): string {
  if (json === null || json === undefined) return "null";
  if (typeof json === "string") return json.trim() ? "string" : "empty string";
  if (typeof json !== "object") return typeof json;
  if (depth === MAX_DEPTH) return "…";
  if (Array.isArray(json)) {
    const [first, ...rest] = new Set(json.slice(0, MAX_NAMES).map((each) => shapeOf(each, depth + 1)));
    return `[${[first, ...rest].filter(Boolean).join(" or ")}]`;
  }
  const entries = Object.entries(json);
  const shown = entries
    .slice(0, MAX_NAMES)
    .map(([name, each]) => `${PLAIN_NAME.test(name) ? name : "…"}: ${shapeOf(each, depth + 1)}`);
  return `{${[...shown, ...(entries.length > MAX_NAMES ? ["…"] : [])].join(", ")}}`;
}

/** Where the longest text stands, by a JSON pointer: it may be the answer. */
export function longestTextAt(json: unknown): string | undefined {
  const found: { pointer: string; length: number }[] = [];
  function collect(value: unknown, pointer: string, depth: number): void {
    if (typeof value === "string" && value.trim()) found.push({ pointer, length: value.length });
    if (depth === MAX_DEPTH) return;
    if (Array.isArray(value))
      for (const [at, each] of value.slice(0, MAX_NAMES).entries())
        collect(each, `${pointer}${pointerStep(at)}`, depth + 1);
    else if (isRecord(value))
      for (const [name, each] of Object.entries(value).slice(0, MAX_NAMES))
        if (PLAIN_NAME.test(name)) collect(each, `${pointer}${pointerStep(name)}`, depth + 1);
  }
  collect(json, "", 0);
  return found.toSorted((one, other) => other.length - one.length)[0]?.pointer;
}
