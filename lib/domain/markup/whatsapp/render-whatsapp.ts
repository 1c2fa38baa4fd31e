import { readFences, readPairs } from "./read-whatsapp.ts";

export type Span = { text: string; bold: boolean; italic: boolean; strike: boolean; code: boolean };

/** `bullet` and `number` are list items, `code` is a line of a monospace block. */
export type Line = { kind: "text" | "bullet" | "number" | "quote" | "code"; spans: readonly Span[] };

/** By the flanking rules in flanking.ts. */
export function renderWhatsapp(text: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  for (const fence of readFences(text)) {
    lines.push(...proseLines(text.slice(at, fence.start)));
    lines.push(...codeLines(text.slice(fence.inner.start, fence.inner.end)));
    at = fence.end;
  }
  return [...lines, ...proseLines(text.slice(at))];
}

/** Line breaks next to a monospace block belong to the block. */
const proseLines = (text: string): Line[] =>
  text.trim() === ""
    ? []
    : text
        .replace(/^\n|\n$/g, "")
        .split("\n")
        .map(proseLine);

const codeLines = (code: string): Line[] =>
  code
    .replace(/^\n|\n$/g, "")
    .split("\n")
    .map((line) => ({ kind: "code", spans: line === "" ? [] : [span(line, "")] }));

function proseLine(line: string): Line {
  const [, quote] = /^> (.*\S.*)$/.exec(line) ?? [];
  if (quote !== undefined) return { kind: "quote", spans: inline(quote) };
  const [, bullet] = /^[-*] (.*\S.*)$/.exec(line) ?? [];
  if (bullet !== undefined) return { kind: "bullet", spans: inline(bullet) };
  return { kind: /^\d{1,9}[.)] \S/.test(line) ? "number" : "text", spans: inline(line) };
}

function inline(line: string): Span[] {
  const pairs = readPairs(line);
  const edges = new Set(pairs.flatMap(({ open, close }) => [open, close]));
  const spans: { text: string; markers: string }[] = [];
  const open: string[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (edges.has(at)) {
      if (open.includes(character)) open.splice(open.indexOf(character), 1);
      else open.push(character);
      continue;
    }
    const markers = open.toSorted().join("");
    const last = spans.at(-1);
    if (last && last.markers === markers) last.text += character;
    else spans.push({ text: character, markers });
  }
  return spans.map(({ text, markers }) => span(text, markers));
}

const span = (text: string, markers: string): Span => ({
  text,
  bold: markers.includes("*"),
  italic: markers.includes("_"),
  strike: markers.includes("~"),
  code: markers.includes("`"),
});
