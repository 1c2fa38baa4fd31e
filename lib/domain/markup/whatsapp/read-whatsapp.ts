import { canClose, canOpen, isMarker, type Marker } from "../flanking.ts";
import { findUrls, type Range } from "../urls.ts";

export type Pair = { marker: Marker; open: number; close: number };

/** The block with its back-ticks; `inner` is the content. */
export type Fence = Range & { inner: Range };

const TICKS = "```";

/** Blocks may span lines; an opening without an end, or around nothing, is literal. */
export function readFences(text: string): Fence[] {
  const fences: Fence[] = [];
  for (let open = text.indexOf(TICKS); open >= 0; ) {
    const close = text.indexOf(TICKS, open + 3);
    if (close < 0) break;
    if (text.slice(open + 3, close).trim() === "") {
      open = close;
      continue;
    }
    fences.push({ start: open, end: close + 3, inner: { start: open + 3, end: close } });
    open = text.indexOf(TICKS, close + 3);
  }
  return fences;
}

export function readPairs(line: string): Pair[] {
  const pairs: Pair[] = [];
  const code = codeSpans(line);
  const inert = [...findUrls(line), ...code.map(({ open, close }) => ({ start: open, end: close + 1 }))].sort(
    (a, b) => a.start - b.start,
  );
  let skip = 0;
  let open: { marker: Marker; at: number }[] = [];
  for (let at = 0; at < line.length; at += 1) {
    while ((inert[skip]?.end ?? Infinity) <= at) skip += 1;
    const range = inert[skip];
    if (range && at >= range.start) {
      at = range.end - 1;
      continue;
    }
    const marker = line[at];
    if (!isMarker(marker) || marker === "`") continue;
    const opened = open.findLast((entry) => entry.marker === marker);
    if (opened && at > opened.at + 1 && canClose(line, at)) {
      pairs.push({ marker, open: opened.at, close: at });
      open = open.slice(0, open.indexOf(opened));
    } else if (canOpen(line, at)) {
      open = [...open.filter((entry) => entry.marker !== marker), { marker, at }];
    }
  }
  return [...pairs, ...code].sort((a, b) => a.open - b.open);
}

function codeSpans(line: string): Pair[] {
  const spans: Pair[] = [];
  let open = -1;
  for (let at = line.indexOf("`"); at >= 0; at = line.indexOf("`", at + 1)) {
    if (open >= 0 && at > open + 1 && canClose(line, at)) {
      spans.push({ marker: "`", open, close: at });
      open = -1;
    } else if (canOpen(line, at)) {
      open = at;
    }
  }
  return spans;
}
