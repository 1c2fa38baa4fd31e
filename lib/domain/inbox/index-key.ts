import type { ConversationId } from "../ids.ts";
import type { ActivityEntry } from "./activity-entry.ts";

/** A position in a list that is sorted by time. */
export type Place = { at: number; conversation: ConversationId };

const TIME_DIGITS = 13;
const timeKey = (at: number) => String(Math.max(0, Math.trunc(at))).padStart(TIME_DIGITS, "0");

/** Sorts as text by time, then by conversation. */
export const placeKey = ({ at, conversation }: Place) => `${timeKey(at)}#${conversation}`;

/** `R`: by the last change. `W`: who waits, by the time since when. `W` sorts behind every `R`. */
export const indexKey = (range: "R" | "W", place: Place) => `${range}#${placeKey(place)}`;

/** Everything from this time on, and everybody who waits. */
export const changedFromKey = (at: number) => `R#${timeKey(at)}`;

export const indexKeyOf = ({ conversation, waitingSince, changedAt }: ActivityEntry) =>
  waitingSince === undefined
    ? indexKey("R", { at: changedAt, conversation })
    : indexKey("W", { at: waitingSince, conversation });

export const comparePlaces = (one: Place, other: Place): number => {
  const [a, b] = [placeKey(one), placeKey(other)];
  return a < b ? -1 : Number(a > b);
};
