import { findUrls, type Range } from "../urls.ts";
import { type Fence, type Pair, readFences, readPairs } from "../whatsapp/read-whatsapp.ts";
import { type CutPoint, cutPointsInLine, RANK } from "./cut-points.ts";

/** `close` ends the part before the cut, `open` starts the next one. */
export type Break = CutPoint & { close: string; open: string };

const LINE_PREFIX = /^(?:> )?\s*(?:[-*◦▪☐☑] |\d{1,9}[.)] (?:[☐☑] )?)?/;

/** In order. What is longer than `unit` may be cut within. */
export function findBreaks(text: string, unit: number): Break[] {
  const fenceAt = rangeFinder(readFences(text).filter((fence) => isCompact(text, fence)));
  const breaks: Break[] = [];
  let lineStart = 0;
  for (const line of text.split("\n")) {
    if (line.trim() !== "") {
      for (const each of withinLine(text, lineStart, line, fenceAt, unit)) breaks.push(each);
      const cutPoint = afterLine(text, lineStart, line.trimEnd(), unit);
      const fence = fenceAt(cutPoint.end);
      const lineBreak = isWithin(fence, cutPoint.end)
        ? inFence(text, cutPoint, fence)
        : { ...cutPoint, close: "", open: "" };
      if (lineBreak && cutPoint.start < text.length) breaks.push(lineBreak);
    }
    lineStart += line.length + 1;
  }
  return breaks;
}

/** Returns a function that finds the first range ending after a position. Positions must rise. */
function rangeFinder<R extends Range>(ranges: readonly R[]): (position: number) => R | undefined {
  let index = 0;
  return (position) => {
    while ((ranges[index]?.end ?? Infinity) <= position) index += 1;
    return ranges[index];
  };
}

const isWithin = <R extends Range>(range: R | undefined, position: number): range is R =>
  range !== undefined && range.start < position;

/** A block padded with blank lines cannot be closed and reopened in small parts: it is cut like text. */
const isCompact = (text: string, { inner }: Fence) => {
  const code = text.slice(inner.start, inner.end);
  return code.length - code.trimStart().length <= 2 && code.length - code.trimEnd().length <= 2;
};

/** A line that introduces the next ones (bold, or ending with a colon) should stay with them. */
function afterLine(text: string, lineStart: number, line: string, unit: number): CutPoint {
  const [gap = ""] = /^\s*/.exec(text.slice(lineStart + line.length)) ?? [];
  const indent = gap.length - gap.lastIndexOf("\n") - 1;
  const introduces = /[:：]\*?$|^\*[^*]+\*$/.test(line.slice(-200));
  const end = lineStart + line.length;
  const rank = introduces ? RANK.word : gap.split("\n").length > 2 ? RANK.paragraph : RANK.line;
  return { end, start: end + gap.length - (indent <= unit / 2 ? indent : 0), rank };
}

/** Neither half may be empty. */
function inFence(text: string, cutPoint: CutPoint, { inner }: Fence): Break | undefined {
  const isEmpty = (from: number, to: number) => to <= from || text.slice(from, to).trim() === "";
  if (isEmpty(inner.start, cutPoint.end) || isEmpty(cutPoint.start, inner.end)) return undefined;
  return { ...cutPoint, rank: Math.min(cutPoint.rank, RANK.line), close: "\n```", open: "```\n" };
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
  const urlAt = rangeFinder(findUrls(line));
  const quotePrefix = line.startsWith("> ") && !inFenceFromStart ? "> " : "";
  const prefixLength = LINE_PREFIX.exec(line)?.[0].length ?? 0;
  let next = 0;
  let around: Pair[] = [];
  return cutPointsInLine(line, unit).flatMap((cutPoint): Break[] => {
    const shifted = { ...cutPoint, end: cutPoint.end + lineStart, start: cutPoint.start + lineStart };
    const fence = fenceAt(shifted.end);
    if (isWithin(fence, shifted.end))
      return [inFence(text, shifted, fence)].filter((each) => each !== undefined);
    for (; (pairs[next]?.open ?? Infinity) < cutPoint.end; next += 1)
      around.push(...pairs.slice(next, next + 1));
    around = around.filter((pair) => pair.close >= cutPoint.start);
    if (cutPoint.start <= quotePrefix.length) return [];
    const touchesMarker = around.some(
      (pair) => pair.open + 1 === cutPoint.end || pair.close === cutPoint.start,
    );
    const url = urlAt(cutPoint.end);
    const undesirable =
      cutPoint.start <= prefixLength ||
      isWithin(url, cutPoint.end) ||
      around.some((pair) => pair.marker === "`");
    const rank = touchesMarker ? RANK.any : undesirable ? Math.min(cutPoint.rank, RANK.hard) : cutPoint.rank;
    return [{ ...shifted, rank, ...reopening(around, quotePrefix) }];
  });
}

const reopening = (around: readonly Pair[], quotePrefix: string) => {
  const markers = around.map((pair) => pair.marker);
  return { close: markers.toReversed().join(""), open: quotePrefix + markers.join("") };
};
