import {
  canClose,
  canOpen,
  characterAt,
  characterBefore,
  GUARD,
  isMarker,
  isSafeBoundary,
  type Marker,
} from "../flanking.ts";
import { BOLD, ITALIC, type Run, STRIKE } from "../runs.ts";
import { findUrls, type Range } from "../urls.ts";

type Segment = Range & { marker: Marker };
type Kind = "literal" | "opaque" | "marker";

/** Outermost first, where several begin together: `*_both_*`. */
const STYLES = [
  { marker: "*", style: BOLD },
  { marker: "_", style: ITALIC },
  { marker: "~", style: STRIKE },
] as const;

/**
 * Writes markers only where they surely format: not next to a letter (of any script: phones differ on
 * U+200B), an emoji or a URL. Characters that would format by accident get an invisible guard; URLs never do.
 */
export function writeLine(runs: readonly Run[]): string {
  const text = runs.map((run) => run.text).join("");
  const code = rangesWhere(runs, (run) => run.kind === "code")
    .map((range): Segment => ({ ...trimRange(text, range), marker: "`" }))
    .filter(
      (segment) => !text.slice(segment.start, segment.end).includes("`") && surelyFormats(text, segment),
    );
  const urls = [...rangesWhere(runs, (run) => run.kind === "url"), ...findUrls(text)].filter(
    (url) => !code.some((each) => overlap(each, url)),
  );
  const styled = STYLES.flatMap(({ marker, style }) =>
    rangesWhere(runs, (run) => (run.style & style) !== 0 && run.kind !== "url").map(
      (range): Segment => ({ ...trimRange(text, range), marker }),
    ),
  ).filter(
    (segment) => surelyFormats(text, segment) && !urls.some((url) => conflictsWithUrl(text, segment, url)),
  );
  return addGuards(...addMarkers(text, withoutCrossing([...styled, ...code]), [...code, ...urls]));
}

function rangesWhere(runs: readonly Run[], has: (run: Run) => boolean): Range[] {
  const ranges: Range[] = [];
  let at = 0;
  for (const run of runs) {
    const end = at + run.text.length;
    const last = ranges.at(-1);
    if (has(run) && run.text !== "") {
      if (last?.end === at) last.end = end;
      else ranges.push({ start: at, end });
    }
    at = end;
  }
  return ranges;
}

function trimRange(text: string, { start, end }: Range): Range {
  const inner = text.slice(start, end);
  return {
    start: start + inner.length - inner.trimStart().length,
    end: end - inner.length + inner.trimEnd().length,
  };
}

const surelyFormats = (text: string, { start, end, marker }: Segment) =>
  start < end &&
  text[start] !== marker &&
  text[end - 1] !== marker &&
  isSafeBoundary(characterBefore(text, start)) &&
  isSafeBoundary(characterAt(text, end));

const overlap = (a: Range, b: Range) => a.start < b.end && b.start < a.end;

/** A phone may read a marker beside a URL as part of it, or one within it as the segment's end. */
const conflictsWithUrl = (text: string, segment: Segment, url: Range) =>
  url.start === segment.start ||
  url.end === segment.end ||
  url.start === segment.end ||
  url.end === segment.start ||
  (overlap(segment, url) && text.slice(url.start, url.end).includes(segment.marker));

/** Outermost first; segments that cross an earlier one are dropped. */
function withoutCrossing(segments: readonly Segment[]): Segment[] {
  const kept: Segment[] = [];
  const open: Segment[] = [];
  for (const segment of segments.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    while ((open.at(-1)?.end ?? Infinity) <= segment.start) open.pop();
    if (segment.end > (open.at(-1)?.end ?? Infinity)) continue;
    open.push(segment);
    kept.push(segment);
  }
  return kept;
}

/** Also returns the kind of each UTF-16 unit. */
function addMarkers(text: string, segments: readonly Segment[], opaque: readonly Range[]): [string, Kind[]] {
  const opening = Map.groupBy(segments, (segment) => segment.start);
  const closing = Map.groupBy(segments.toReversed(), (segment) => segment.end);
  const opaqueIndices = new Set(
    opaque.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index)),
  );
  const kinds: Kind[] = [];
  let out = "";
  const mark = ({ marker }: Segment) => {
    out += marker;
    kinds.push("marker");
  };
  for (let at = 0; at <= text.length; at += 1) {
    closing.get(at)?.forEach(mark);
    opening.get(at)?.forEach(mark);
    if (at === text.length) break;
    out += text.charAt(at);
    kinds.push(opaqueIndices.has(at) ? "opaque" : "literal");
  }
  return [out, kinds];
}

function addGuards(text: string, kinds: readonly Kind[]): string {
  const lastCloser = new Map<string, number>();
  for (let at = text.length - 1; at > 0; at -= 1) {
    const character = text.charAt(at);
    if (isMarker(character) && !lastCloser.has(character) && canClose(text, at))
      lastCloser.set(character, at);
  }
  const open = new Set<string>();
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const literal = kinds[at] === "literal";
    if (kinds[at] === "marker") open.has(character) ? open.delete(character) : open.add(character);
    const opens =
      literal && isMarker(character) && canOpen(text, at) && (lastCloser.get(character) ?? 0) > at + 1;
    const closes = literal && open.has(character) && canClose(text, at);
    const block = literal && text.startsWith("```", at);
    out += (opens ? GUARD : "") + character + (closes || block ? GUARD : "");
  }
  return /^(?:[-*>] |```)/.test(out) && kinds[0] === "literal" ? GUARD + out : out;
}
