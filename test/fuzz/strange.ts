import type { Random } from "../simulation/random.ts";

/** JSON that no JavaScript value can be written as; `writeJson` puts it in. */
const raw = (json: string) => `@@raw:${json}@@`;
const deep = (levels: number) => `@@deep:${levels}@@`;

const VALUES: readonly (() => unknown)[] = [
  ...[null, true, false, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER + 2].map((value) => () => value),
  ...["1e400", "-1e400", "-0", "99999999999999999999999999", "0.00000000000000000001"].map(
    (json) => () => raw(json),
  ),
  ...[
    "NaN",
    "-Infinity",
    "-1",
    "1e999",
    "0x10",
    "",
    " ",
    "\n",
    "\u0000",
    "\u202e",
    "null",
    "undefined",
    "[object Object]",
  ].map((value) => () => value),
  ...["\ud800", "a\udfffb", "\ud83d", "__proto__", "constructor", "toString", "../..", "%s%n", "'\"<>&"].map(
    (value) => () => value,
  ),
  () => [],
  () => ({}),
  () => [[]],
  () => [null],
  () => ({ "": "" }),
  () => JSON.parse('{"__proto__":{"type":"text","id":"x"},"constructor":{"prototype":{}}}'),
  () => ["text", { body: "x" }],
];

export function strangeValue(random: Random): unknown {
  if (random.chance(0.1)) return random.pick(["x", "ü", "😀", "9", " "]).repeat(random.whole(50, 6_000));
  if (random.chance(0.05))
    return deep(random.chance(0.01) ? 100_000 : random.whole(5, random.chance(0.1) ? 5_000 : 200));
  return random.pick(VALUES)();
}

const KEYS = ["__proto__", "constructor", "toString", "hasOwnProperty", "then", "length", "", "0", "toJSON"];
const THEIR_KEYS = [
  "type",
  "id",
  "from",
  "from_user_id",
  "text",
  "system",
  "context",
  "contacts",
  "errors",
  "group_id",
  "field",
  "value",
];

export const strangeKey = (random: Random) => random.pick(random.chance(0.5) ? KEYS : THEIR_KEYS);

/** With strange values. */
export const writeJson = (document: unknown): string =>
  (JSON.stringify(document) ?? "null")
    .replace(/"@@raw:([-+.\de]+)@@"/g, "$1")
    .replace(/"@@deep:(\d+)@@"/g, (_, levels) => "[".repeat(Number(levels)) + "]".repeat(Number(levels)));
