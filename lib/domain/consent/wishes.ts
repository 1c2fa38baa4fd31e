import type { Silences } from "../conversation/conversation.ts";
import type { OptChange } from "./opt-out.ts";

export type Wishes = Pick<Silences, "optedOutAt" | "noTemplatesAt" | "optedInAt" | "wish">;

const latest = (...times: readonly (number | undefined)[]): number | undefined =>
  times.reduce((best, time) => (best === undefined || (time !== undefined && time > best) ? time : best), undefined);

/** Of the same moment, stopping wins. */
const wins = (change: OptChange, standing: OptChange | undefined) =>
  !standing || change.at > standing.at || (change.at === standing.at && change.wish === "stop" && standing.wish === "start");

/** What counts of two records of one customer's wishes, in whatever order they are put together. */
export function joinedWishes(own: Wishes, other: Wishes): Wishes {
  const optedInAt = latest(own.optedInAt, other.optedInAt);
  const standing = (...stops: readonly (number | undefined)[]) => {
    const stopped = latest(...stops);
    return stopped !== undefined && (optedInAt === undefined || stopped >= optedInAt) ? stopped : undefined;
  };
  const optedOutAt = standing(own.optedOutAt, other.optedOutAt);
  const noTemplatesAt = standing(own.noTemplatesAt, other.noTemplatesAt);
  const wish = other.wish && wins(other.wish, own.wish) ? other.wish : own.wish;
  return {
    ...(optedOutAt !== undefined && { optedOutAt }),
    ...(noTemplatesAt !== undefined && { noTemplatesAt }),
    ...(optedInAt !== undefined && { optedInAt }),
    ...(wish && { wish }),
  };
}

function wishesOf(change: OptChange): Wishes {
  const { wish, scope, at } = change;
  if (wish === "start") return { optedInAt: at, wish: change };
  return scope === "all" ? { optedOutAt: at, wish: change } : { noTemplatesAt: at, wish: change };
}

/** Whether anything differs, the times included: they tell what a wish that comes late still counts against. */
export const isNews = (before: Wishes, after: Wishes) =>
  before.optedOutAt !== after.optedOutAt ||
  before.noTemplatesAt !== after.noTemplatesAt ||
  before.optedInAt !== after.optedInAt ||
  before.wish?.id !== after.wish?.id;

/** The wishes with one more; `undefined` when it is a repeat, or older than what counts. */
export function wished(own: Wishes, change: OptChange): Wishes | undefined {
  if (own.wish?.id === change.id) return undefined;
  const next = joinedWishes(own, wishesOf(change));
  return isNews(own, next) ? next : undefined;
}
