import type { MediaFile } from "../../media/media-file.ts";
import { trimLines } from "../clean.ts";
import { findMarked, withoutMarks } from "../picture-marks.ts";
import { findUrls, type Range } from "../urls.ts";
import { readFences, readPairs } from "../whatsapp/read-whatsapp.ts";

/** `label`: the words of its line. */
export type FoundFile = MediaFile & { label: string };

type Link = Range & { link: string; isPicture: boolean };
type FileOf = (link: string, isPicture: boolean) => MediaFile | undefined;

/** Each is a message that is billed. */
const MAX_FILES = 3;
const BULLET = /^[ \t]*(?:> )?[ \t]*(?:[-*•◦▪] |\d{1,9}[.)] )?[☐☑]?[ \t]*/;
/** Before a link at the end of its line. */
const LEADS_TO_LINK = /[ \t]*(?:[:：–—→👉]|[ \t]-)[ \t]*$/u;

/**
 * Takes the first files out of WhatsApp text, each once. Its link goes from the text where that leaves a whole
 * sentence: a picture's, a label's in brackets, one alone on its line or behind a colon. Others stay as they
 * are, and so does code.
 */
export function takeFiles(text: string, fileOf: FileOf): { text: string; files: readonly FoundFile[] } {
  const links = linksOf(text);
  const files = new Map<string, MediaFile>();
  const taken = links.flatMap((each) => {
    const file = fileOf(each.link, each.isPicture);
    if (!file || (files.size >= MAX_FILES && !files.has(file.url))) return [];
    if (!files.has(file.url)) files.set(file.url, file);
    return [{ ...each, file }];
  });
  if (taken.length === 0) return { text: withoutMarks(text), files: [] };
  const labels = new Map<string, string>();
  const lines: { text: string; isDescription: boolean }[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const end = at + line.length;
    const mine = taken.filter(({ start }) => start >= at && start < end);
    const rest = withoutMarks(withoutLinks(line, at, mine));
    const words = rest.replace(BULLET, "").trim();
    for (const { file } of mine) if (!labels.has(file.url)) labels.set(file.url, words);
    const isDescription = mine.length > 0 && mine.every(({ isPicture }) => isPicture) && words === rest;
    if (mine.length === 0 || words !== "") lines.push({ text: rest, isDescription });
    at = end + 1;
  }
  return {
    text: trimLines(withoutRepeated(lines).join("\n"), 1),
    files: [...files.values()].map((file) => ({ ...file, label: labels.get(file.url) ?? "" })),
  };
}

/** A picture's description on a line of its own says nothing new when the text has its words already. */
function withoutRepeated(lines: readonly { text: string; isDescription: boolean }[]): string[] {
  const said = lines
    .flatMap(({ text, isDescription }) => (isDescription ? [] : text))
    .join("\n")
    .toLowerCase();
  return lines.flatMap(({ text, isDescription }) =>
    isDescription && said.includes(text.toLowerCase()) ? [] : text,
  );
}

function linksOf(text: string): Link[] {
  const pictures = findMarked(text).map((each) => ({ ...each, isPicture: true }));
  const isIn = (ranges: readonly Range[], { start }: Range) =>
    ranges.some((range) => start >= range.start && start < range.end);
  const bare = findUrls(text)
    .filter((url) => !isIn(pictures, url))
    .map(({ start, end }) => ({ start, end, link: text.slice(start, end), isPicture: false }));
  const code = codeOf(text);
  return [...pictures, ...bare].filter((link) => !isIn(code, link)).sort((a, b) => a.start - b.start);
}

function codeOf(text: string): Range[] {
  const fences = readFences(text);
  const ranges: Range[] = [...fences];
  let at = 0;
  for (const line of text.split("\n")) {
    for (const { marker, open, close } of readPairs(line))
      if (marker === "`") ranges.push({ start: at + open, end: at + close });
    at += line.length + 1;
  }
  return ranges;
}

/** `offset`: of the line in the text. From the end, so that earlier places stay. */
function withoutLinks(line: string, offset: number, links: readonly Link[]): string {
  return links.toReversed().reduce((rest, { start, end, isPicture }) => {
    const [before, link, after] = [
      rest.slice(0, start - offset),
      rest.slice(start - offset, end - offset),
      rest.slice(end - offset),
    ];
    return withoutLink(before, after, isPicture) ?? before + withoutMarks(link) + after;
  }, line);
}

/** `undefined`: the sentence needs it. */
function withoutLink(before: string, after: string, isPicture: boolean): string | undefined {
  if (/[^\]]\($/.test(` ${before}`) && after.startsWith(")"))
    return joined(before.slice(0, -1), after.slice(1));
  if (isPicture) return joined(before.replace(/: $/, ""), after);
  if (!/^[\s.!。]*$/.test(after)) return undefined;
  if (before.replace(BULLET, "") === "") return after.trim() === "" ? before : undefined;
  return LEADS_TO_LINK.test(before) ? before.replace(LEADS_TO_LINK, "") + after : undefined;
}

const joined = (before: string, after: string) =>
  /^(?:\s|[.,;:!?)]|$)/.test(after) && before.replace(BULLET, "") !== ""
    ? before.trimEnd() + after
    : before + after;
