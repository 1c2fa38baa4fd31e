import { trimEnds } from "../clean.ts";
import { type Break, findBreaks } from "./breaks.ts";
import { RANK } from "./cut-points.ts";

/** A part's own markup: `> ` and four markers opened and closed, or a monospace block. */
const OVERHEAD = 10;
const MIN_LIMIT = 20;

/**
 * Splits WhatsApp text into as few parts of at most `limit` UTF-16 units as possible: every part is billed.
 * Among equally few, cuts between paragraphs win, then lines, sentences, words. Words, URLs, code and list
 * numbers are cut only when needed, graphemes only when longer than a part. Markup is closed and reopened.
 * Blank text gives no part. `firstLimit`: something stands in front of the first part. Throws RangeError for a
 * limit under 20.
 */
export function splitText(text: string, limit: number, firstLimit = limit): string[] {
  const least = Math.min(limit, firstLimit);
  if (!(least >= MIN_LIMIT)) throw new RangeError(`limit must be at least ${MIN_LIMIT}`);
  const whole = trimEnds(text);
  if (whole.length <= firstLimit) return whole === "" ? [] : [whole];
  const breaks: Break[] = [{ ...EDGE, end: 0, start: whole.length - whole.trimStart().length }];
  for (const each of findBreaks(whole, least - OVERHEAD)) breaks.push(each);
  breaks.push({ ...EDGE, end: whole.length, start: whole.length });

  const limitAt = (at: number) => (at === 0 ? firstLimit : limit);
  const plan = planParts(breaks, limitAt);
  const parts: string[] = [];
  for (let at = 0; at < breaks.length - 1; ) {
    const next = bestNext(breaks, at, plan, limitAt(at));
    const [from, to] = [breaks[at], breaks[next]];
    if (from && to)
      parts.push(...splitAnywhere(from.open + whole.slice(from.start, to.end) + to.close, limitAt(at)));
    at = next;
  }
  return parts;
}

const EDGE = { rank: RANK.paragraph, close: "", open: "" };

/** By break: the furthest one that a part reaches from there, and the parts needed to the end. */
type Plan = { reach: (number | undefined)[]; needs: number[] };

function planParts(breaks: readonly Break[], limitAt: (at: number) => number): Plan {
  const latestByRank = [RANK.word, RANK.hard, RANK.any].map((rank) => latestOfRank(breaks, rank));
  const plan: Plan = { reach: [], needs: [] };
  let lastInReach = breaks.length - 1;
  plan.needs[lastInReach] = 0;
  for (let at = lastInReach - 1; at >= 0; at -= 1) {
    const limit = limitAt(at);
    const furthestEnd = (breaks[at]?.start ?? 0) + limit;
    while (lastInReach > at + 1 && (breaks[lastInReach]?.end ?? 0) > furthestEnd) lastInReach -= 1;
    for (const latest of latestByRank) plan.reach[at] ??= furthest(breaks, at, lastInReach, latest, limit);
    plan.needs[at] = 1 + (plan.needs[plan.reach[at] ?? at + 1] ?? 0);
  }
  return plan;
}

/** By break: the latest one up to it with at least this rank, or -1. */
function latestOfRank(breaks: readonly Break[], rank: number): Int32Array {
  const latest = new Int32Array(breaks.length);
  let found = -1;
  breaks.forEach((each, index) => {
    if (each.rank >= rank) found = index;
    latest[index] = found;
  });
  return latest;
}

function furthest(
  breaks: readonly Break[],
  at: number,
  lastInReach: number,
  latest: Int32Array,
  limit: number,
): number | undefined {
  let to = latest[lastInReach] ?? -1;
  while (to > at && !fits(breaks[at], breaks[to], limit)) to = latest[to - 1] ?? -1;
  return to > at ? to : undefined;
}

const fits = (from: Break | undefined, to: Break | undefined, limit: number) =>
  from !== undefined &&
  to !== undefined &&
  to.end > from.start &&
  from.open.length + to.end - from.start + to.close.length <= limit;

/** Without a further part: the highest rank in the second half of the part, else the furthest. */
function bestNext(breaks: readonly Break[], at: number, { reach, needs }: Plan, limit: number): number {
  const furthestBreak = reach[at];
  if (furthestBreak === undefined) return at + 1;
  const half = (breaks[at]?.start ?? 0) + limit / 2;
  const maxFurtherParts = (needs[at] ?? 0) - 1;
  let best = furthestBreak;
  for (let to = furthestBreak - 1; to > at; to -= 1) {
    const candidate = breaks[to];
    if (!candidate || candidate.rank <= (breaks[best]?.rank ?? 0)) continue;
    const isTooEarly = candidate.end < half && (breaks[best]?.rank ?? 0) > RANK.word;
    if (!isTooEarly && (needs[to] ?? 0) <= maxFurtherParts && fits(breaks[at], candidate, limit)) best = to;
  }
  return best;
}

function splitAnywhere(part: string, limit: number): string[] {
  if (part.length <= limit) return [part];
  const pieces = [""];
  for (const character of part) {
    const piece = `${pieces.at(-1)}${character}`;
    if (piece.length > limit) pieces.push(character);
    else pieces[pieces.length - 1] = piece;
  }
  return pieces.map(trimEnds).filter((piece) => piece !== "");
}
