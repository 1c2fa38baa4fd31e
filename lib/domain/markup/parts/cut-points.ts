import { isMarker } from "../flanking.ts";
import { UNSPACED } from "../unspaced.ts";

/** Rising. Below `word`: only if there is no other within reach. */
export const RANK = { any: 0, hard: 1, word: 2, sentence: 3, line: 4, paragraph: 5 } as const;

/** One part ends at `end`, the next begins at `start`; the white space between is dropped. */
export type CutPoint = { end: number; start: number; rank: number };

const SENTENCE_END = /[.!?…؟।。！？]["'”’»)\]*_~」』]{0,3}$/;
const ABBREVIATION =
  /(?:^|[\s(])(?:\p{L}|\d{1,9}|[A-Z][a-z]{1,2}|e\.g|i\.e|z\.B|bzw|etc|vs|No|Nr|approx|ca)\.$/u;
const MARKUP_AT_START = /^(?:[-*>] |\d{1,9}[.)] |```)/;

/** Also within words longer than `unit`, in order. Indices are the line's. */
export function cutPointsInLine(line: string, unit: number): CutPoint[] {
  const cutPoints = [
    ...betweenWords(line),
    ...(UNSPACED.test(line) ? betweenUnspacedWords(line) : []),
    ...withinLongWords(line, unit),
  ];
  const ordered = cutPoints.sort((a, b) => a.end - b.end || b.rank - a.rank);
  return ordered.filter(({ end, start }, index) => {
    const previous = ordered[index - 1];
    return previous === undefined || previous.end !== end || previous.start !== start;
  });
}

function betweenWords(line: string): CutPoint[] {
  return Array.from(line.matchAll(/(?<=\S)\s+(?=\S)/g), ({ index, 0: space }): CutPoint => {
    const before = line.slice(Math.max(0, index - 16), index);
    const start = index + space.length;
    // "5 - 3" must not start a part: it would look like a bullet.
    if (MARKUP_AT_START.test(line.slice(start, start + 12))) return { end: index, start, rank: RANK.hard };
    const sentence = SENTENCE_END.test(before) && !ABBREVIATION.test(before);
    return { end: index, start, rank: sentence ? RANK.sentence : RANK.word };
  });
}

/** For scripts without spaces, by the platform's dictionary; not before closing punctuation. */
function betweenUnspacedWords(line: string): CutPoint[] {
  const words = [...new Intl.Segmenter("und", { granularity: "word" }).segment(line)];
  return words.flatMap(({ index, segment, isWordLike }, at): CutPoint[] => {
    const previous = words[at - 1]?.segment ?? "";
    const isAttached =
      previous.trim() === "" || isMarker(previous.at(-1)) || /[\p{Ps}\p{Pi}\u2060\u200d]$/u.test(previous);
    if (!isWordLike || isAttached) return [];
    if (!UNSPACED.test(segment) && !UNSPACED.test(previous) && !/[。！？、，；：」』）]$/.test(previous))
      return [];
    return [{ end: index, start: index, rank: /[。！？]$/.test(previous) ? RANK.sentence : RANK.word }];
  });
}

function withinLongWords(line: string, unit: number): CutPoint[] {
  if (line.length <= unit) return [];
  const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
  return Array.from(line.matchAll(/\S+/g)).flatMap(({ index, 0: word }) =>
    word.length <= unit
      ? []
      : Array.from(graphemes.segment(word)).flatMap((each) => aroundGrapheme(line, index, each, unit)),
  );
}

/** Before graphemes, and within too long ones. Cuts beside a marker change the formatting. */
function aroundGrapheme(
  line: string,
  wordStart: number,
  { index, segment }: Intl.SegmentData,
  unit: number,
): CutPoint[] {
  const at = wordStart + index;
  const [left, right] = [line[at - 1], line[at]];
  const isBesideMarker = isMarker(left) || isMarker(right) || left === "\u2060" || right === "\u2060";
  const cutPoints: CutPoint[] =
    index === 0 ? [] : [{ end: at, start: at, rank: isBesideMarker ? RANK.any : RANK.hard }];
  if (segment.length <= unit) return cutPoints;
  let inner = at;
  for (const character of segment) {
    if (inner > at) cutPoints.push({ end: inner, start: inner, rank: RANK.any });
    inner += character.length;
  }
  return cutPoints;
}
