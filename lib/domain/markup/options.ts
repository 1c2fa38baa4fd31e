import { asksForData, asksForPreference, asksToChoose } from "./choice-words.ts";
import { GUARD } from "./flanking.ts";
import { readFences, readPairs } from "./read-whatsapp.ts";
import { findUrls } from "./urls.ts";

const FEWEST = 2;
const MOST = 10;
/** UTF-16 units: whichever unit a provider counts in, it fits. */
const LONGEST = 24;

const ITEM = /^(?:[-*•]|(\d{1,4})[.)]) +(\S.*)$/;
/** The end of a question or an announcement, whatever smile or bracket follows. */
const END = /([?？؟:：])[\s\p{Extended_Pictographic}\p{Mn}\p{Cf})\]"'»”]*$/u;

/** What tells rather than offers: a phone number or mail address, hours, `name: value`. */
const INFORMATION = [/@|(?:\+|\b0)\d[\d\s()/-]{5,}\d/, /\p{L}.*\d\s?(?:[:.h]\d\d|h|Uhr|am|pm)?\s?[-–—]\s?\d/iu, /[\p{L})][:：]\s?\S/u];
const isInformation = (label: string) => INFORMATION.some((pattern) => pattern.test(label));

/** A line as the customer sees it: without markers and guards. */
function visible(line: string): string {
  const markers = new Set(readPairs(line).flatMap(({ open, close }) => [open, close]));
  const shown = Array.from({ length: line.length }, (_, at) => (markers.has(at) ? "" : line.charAt(at)));
  return shown.join("").replaceAll(GUARD, "").trim();
}

const isOption = (label: string) => label.length > 0 && label.length <= LONGEST && findUrls(label).length === 0;

/** Whether a line asks to choose among what follows it. A list below any other line tells something: hours, contacts, steps, what is wanted of the customer. */
function offers(asking: string, options: readonly string[]): boolean {
  const [, end] = END.exec(asking) ?? [];
  if (end === undefined || options.some((option) => /[?？؟:：]$/.test(option))) return false;
  if (asksToChoose(asking)) return true;
  const isQuestion = end !== ":" && end !== "：";
  return isQuestion && !asksForData(asking) && (asksForPreference(asking) || !options.some(isInformation));
}

/** `24. December` is no 24th item: numbers that do not count from one belong to the words. */
const labelled = (items: readonly { number?: string; label: string }[]) =>
  items.map(({ number, label }) =>
    number === undefined || items.every((item, index) => item.number === `${index + 1}`) ? label : `${number}. ${label}`,
  );

/**
 * The choices that a reply in WhatsApp's markup ends in: 2 to 10 items of a list, short, different, without addresses, below a line that asks for one of them.
 * Without markup. `undefined` when it ends in anything else.
 */
export function findOptions(whatsappText: string): readonly string[] | undefined {
  const lines = whatsappText.trimEnd().split("\n");
  const items: { number?: string; label: string }[] = [];
  let asking: string | undefined;
  for (let line = lines.pop(); line !== undefined && items.length <= MOST; line = lines.pop()) {
    if (line.trim() === "") continue;
    const [, number, item] = ITEM.exec(line) ?? [];
    if (item === undefined) {
      asking = line;
      break;
    }
    items.unshift({ ...(number !== undefined && { number }), label: visible(item) });
  }
  const options = labelled(items);
  if (asking === undefined || options.length < FEWEST || options.length > MOST || !options.every(isOption)) return undefined;
  if (!offers(visible(asking), options)) return undefined;
  if (new Set(options.map((option) => option.toLowerCase())).size < options.length) return undefined;
  // In a monospace block a list is a listing.
  return readFences(whatsappText).some(({ end }) => end > lines.join("\n").length) ? undefined : options;
}
