import { omitUndefined } from "../../omit-undefined.ts";
import { GUARD } from "../flanking.ts";
import { findUrls } from "../urls.ts";
import { readFences, readPairs } from "../whatsapp/read-whatsapp.ts";
import { asksForData, asksForPreference, asksToChoose } from "./choice-words.ts";

const MIN_OPTIONS = 2;
const MAX_OPTIONS = 10;
/** UTF-16 units: fits in any unit that a provider counts. */
const MAX_OPTION_LENGTH = 24;

const ITEM = /^(?:[-*•]|(\d{1,4})[.)]) +(\S.*)$/;
const END = /([?？؟:：])[\s\p{Extended_Pictographic}\p{Mn}\p{Cf})\]"'»”]*$/u;

/** No option: a phone number or mail address, hours, `name: value`. */
const INFORMATION = [
  /@|(?:\+|\b0)\d[\d\s()/-]{5,}\d/,
  /\p{L}.*\d\s?(?:[:.h]\d\d|h|Uhr|am|pm)?\s?[-–—]\s?\d/iu,
  /[\p{L})][:：]\s?\S/u,
];
const isInformation = (label: string) => INFORMATION.some((pattern) => pattern.test(label));

/** The line as the customer sees it. */
function withoutMarkers(line: string): string {
  const markers = new Set(readPairs(line).flatMap(({ open, close }) => [open, close]));
  const shown = Array.from({ length: line.length }, (_, at) => (markers.has(at) ? "" : line.charAt(at)));
  return shown.join("").replaceAll(GUARD, "").trim();
}

const isOption = (label: string) =>
  label.length > 0 && label.length <= MAX_OPTION_LENGTH && findUrls(label).length === 0;

/** Other lists inform: hours, contacts, steps, data wanted of the customer. */
function asksToChooseFrom(question: string, options: readonly string[]): boolean {
  const [, end] = END.exec(question) ?? [];
  if (end === undefined || options.some((option) => /[?？؟:：]$/.test(option))) return false;
  if (asksToChoose(question)) return true;
  const isQuestion = end !== ":" && end !== "：";
  return (
    isQuestion && !asksForData(question) && (asksForPreference(question) || !options.some(isInformation))
  );
}

/** `24. December` is not a 24th item: numbers that do not count from one belong to the label. */
const labelsOf = (items: readonly { number?: string; label: string }[]) =>
  items.map(({ number, label }) =>
    number === undefined || items.every((item, index) => item.number === `${index + 1}`)
      ? label
      : `${number}. ${label}`,
  );

/**
 * 2 to 10 short, different list items without URLs, below a line that asks to choose, at the end of a
 * WhatsApp reply. Returned without markup; `undefined` when it ends otherwise.
 */
export function findOptions(whatsappText: string): readonly string[] | undefined {
  const lines = whatsappText.trimEnd().split("\n");
  const items: { number?: string; label: string }[] = [];
  let question: string | undefined;
  for (let line = lines.pop(); line !== undefined && items.length <= MAX_OPTIONS; line = lines.pop()) {
    if (line.trim() === "") continue;
    const [, number, item] = ITEM.exec(line) ?? [];
    if (item === undefined) {
      question = line;
      break;
    }
    items.unshift({ ...omitUndefined({ number }), label: withoutMarkers(item) });
  }
  const options = labelsOf(items);
  if (
    question === undefined ||
    options.length < MIN_OPTIONS ||
    options.length > MAX_OPTIONS ||
    !options.every(isOption)
  )
    return undefined;
  if (!asksToChooseFrom(withoutMarkers(question), options)) return undefined;
  if (new Set(options.map((option) => option.toLowerCase())).size < options.length) return undefined;
  // A list in a monospace block is no choice.
  return readFences(whatsappText).some(({ end }) => end > lines.join("\n").length) ? undefined : options;
}
