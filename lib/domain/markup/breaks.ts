import { type CutPoint, cutPointsInLine, RANK } from "./cut-points.ts";
import { type Fence, type Pair, readFences, readPairs } from "./read-whatsapp.ts";
import { findUrls, type Range } from "./urls.ts";

/** A place to cut with the markup it needs: the part before gets `close` at its end, the next one `open` at its start. */
export type Break = CutPoint & { close: string; open: string };

const LEAD = /^(?:> )?\s*(?:[-*◦▪☐☑] |\d{1,9}[.)] (?:[☐☑] )?)?/;

/** All places to cut a text, in order. `unit`: what is longer is cut within, if need be. */
export function findBreaks(text: string, unit: number): Break[] {
  const fenceAt = walk(readFences(text).filter((fence) => isCompact(text, fence)));
  const breaks: Break[] = [];
  let lineStart = 0;
  for (const line of text.split("\n")) {
    if (line.trim() !== "") {
      for (const each of withinLine(text, lineStart, line, fenceAt, unit)) breaks.push(each);
      const after = afterLine(text, lineStart, line.trimEnd(), unit);
      const fence = fenceAt(after.end);
      const placed = isWithin(fence, after.end) ? inFence(text, after, fence) : { ...after, close: "", open: "" };
      if (placed && after.start < text.length) breaks.push(placed);
    }
    lineStart += line.length + 1;
  }
  return breaks;
}

/** Finds the first range that ends after a position. Positions must rise. */
function walk<R extends Range>(ranges: readonly R[]): (position: number) => R | undefined {
  let index = 0;
  return (position) => {
    while ((ranges[index]?.end ?? Infinity) <= position) index += 1;
    return ranges[index];
  };
}

const isWithin = <R extends Range>(range: R | undefined, position: number): range is R => range !== undefined && range.start < position;

/** A block padded with blank lines could not be closed and opened again in small parts: it is cut like text. */
const isCompact = (text: string, { inner }: Fence) => {
  const code = text.slice(inner.start, inner.end);
  return code.length - code.trimStart().length <= 2 && code.length - code.trimEnd().length <= 2;
};

/** After a line. What introduces the next ones (a bold line, one that ends with a colon) had better not be parted from them. */
function afterLine(text: string, lineStart: number, line: string, unit: number): CutPoint {
  const [gap = ""] = /^\s*/.exec(text.slice(lineStart + line.length)) ?? [];
  const indent = gap.length - gap.lastIndexOf("\n") - 1;
  const introduces = /[:：]\*?$|^\*[^*]+\*$/.test(line.slice(-200));
  const end = lineStart + line.length;
  const rank = introduces ? RANK.word : gap.split("\n").length > 2 ? RANK.paragraph : RANK.line;
  return { end, start: end + gap.length - (indent <= unit / 2 ? indent : 0), rank };
}

/** A monospace block is closed and opened again; neither half may be empty. */
function inFence(text: string, place: CutPoint, { inner }: Fence): Break | undefined {
  const isEmpty = (from: number, to: number) => to <= from || text.slice(from, to).trim() === "";
  if (isEmpty(inner.start, place.end) || isEmpty(place.start, inner.end)) return undefined;
  return { ...place, rank: Math.min(place.rank, RANK.line), close: "\n```", open: "```\n" };
}

function withinLine(
  text: string,
  lineStart: number,
  line: string,
  fenceAt: (position: number) => Fence | undefined,
  unit: number,
): Break[] {
  const inFenceFromStart = isWithin(fenceAt(lineStart), lineStart);
  const pairs = inFenceFromStart ? [] : readPairs(line);
  const urlAt = walk(findUrls(line));
  const quote = line.startsWith("> ") && !inFenceFromStart ? "> " : "";
  const lead = LEAD.exec(line)?.[0].length ?? 0;
  let next = 0;
  let around: Pair[] = [];
  return cutPointsInLine(line, unit).flatMap((place): Break[] => {
    const shifted = { ...place, end: place.end + lineStart, start: place.start + lineStart };
    const fence = fenceAt(shifted.end);
    if (isWithin(fence, shifted.end)) return [inFence(text, shifted, fence)].filter((each) => each !== undefined);
    for (; (pairs[next]?.open ?? Infinity) < place.end; next += 1) around.push(...pairs.slice(next, next + 1));
    around = around.filter((pair) => pair.close >= place.start);
    if (place.start <= quote.length) return [];
    const touches = around.some((pair) => pair.open + 1 === place.end || pair.close === place.start);
    const url = urlAt(place.end);
    const bad = place.start <= lead || isWithin(url, place.end) || around.some((pair) => pair.marker === "`");
    const rank = touches ? RANK.any : bad ? Math.min(place.rank, RANK.hard) : place.rank;
    return [{ ...shifted, rank, ...reopened(around, quote) }];
  });
}

const reopened = (around: readonly Pair[], quote: string) => {
  const markers = around.map((pair) => pair.marker);
  return { close: markers.toReversed().join(""), open: quote + markers.join("") };
};
