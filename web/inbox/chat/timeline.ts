import { dayOf } from "../../shared/time.ts";
import type { Chat, Message } from "../data/people.ts";
import { actOf } from "./words.ts";

type Note = Chat["notes"][number];

export type Item = { at: number; key: string } & (
  | { kind: "message"; message: Message; isFirst: boolean }
  | { kind: "note"; note: Note }
  | { kind: "act"; by: string; words: string }
);

export type Day = { day: string; items: readonly Item[] };

/** Messages of one author in a row are shown under one name for that long. */
const GROUP_MS = 5 * 60_000;

const sameAuthor = (one: Item | undefined, { from, by, at }: Message) =>
  one?.kind === "message" &&
  one.message.from === from &&
  one.message.by === by &&
  at - one.message.at < GROUP_MS;

/** Messages, notes and acts as they followed each other, day by day. */
export function timelineOf({ messages, notes, acts, more }: Chat): Day[] {
  // Of what lies before the oldest message that is loaded, the place is not known yet.
  const from = more ? (messages[0]?.at ?? 0) : 0;
  const beside: Item[] = [
    ...notes.map((note): Item => ({ kind: "note", note, at: note.at, key: `n${note.id}` })),
    ...acts.flatMap(({ at, by, what }): Item[] => {
      const words = actOf(what);
      return words === undefined ? [] : [{ kind: "act", by, words, at, key: `a${at}.${what}.${by}` }];
    }),
  ].filter(({ at }) => at >= from);
  const said = messages.map(
    (message): Item => ({ kind: "message", message, at: message.at, key: message.id, isFirst: true }),
  );
  const sorted = [...said, ...beside].sort((one, other) => one.at - other.at);
  const days: { day: string; items: Item[] }[] = [];
  for (const item of sorted) {
    const day = dayOf(item.at);
    if (days.at(-1)?.day !== day) days.push({ day, items: [] });
    const items = days.at(-1)?.items ?? [];
    const isFirst = item.kind !== "message" || !sameAuthor(items.at(-1), item.message);
    items.push(item.kind === "message" ? { ...item, isFirst } : item);
  }
  return days;
}
