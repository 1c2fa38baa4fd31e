import { GUARD } from "./flanking.ts";
import { readFences, readPairs } from "./read-whatsapp.ts";
import { findUrls } from "./urls.ts";

const FEWEST = 2;
const MOST = 10;
/** UTF-16 units: whichever unit a provider counts in, it fits. */
const LONGEST = 24;

const ITEM = /^(?:[-*•]|\d{1,2}[.)]) +(\S.*)$/;
/** A question or an announcement, whatever smile or bracket follows. */
const ASKS = /[?？؟:：][\s\p{Extended_Pictographic}\p{Mn}\p{Cf})\]"'»”]*$/u;

/** A line as the customer sees it: without markers and guards. */
function visible(line: string): string {
  const markers = new Set(readPairs(line).flatMap(({ open, close }) => [open, close]));
  const shown = Array.from({ length: line.length }, (_, at) => (markers.has(at) ? "" : line.charAt(at)));
  return shown.join("").replaceAll(GUARD, "").trim();
}

const isOption = (label: string) => label.length > 0 && label.length <= LONGEST && findUrls(label).length === 0;

/**
 * The choices that a reply in WhatsApp's markup ends in: 2 to 10 items of a list, short, different, without addresses, below a question or a colon.
 * Without markup. `undefined` when it ends in anything else.
 */
export function findOptions(whatsappText: string): readonly string[] | undefined {
  const lines = whatsappText.trimEnd().split("\n");
  const options: string[] = [];
  let asking: string | undefined;
  for (let line = lines.pop(); line !== undefined && options.length <= MOST; line = lines.pop()) {
    if (line.trim() === "") continue;
    const [, item] = ITEM.exec(line) ?? [];
    if (item === undefined) {
      asking = line;
      break;
    }
    options.unshift(visible(item));
  }
  if (asking === undefined || !ASKS.test(visible(asking))) return undefined;
  if (options.length < FEWEST || options.length > MOST || !options.every(isOption)) return undefined;
  if (new Set(options.map((option) => option.toLowerCase())).size < options.length) return undefined;
  // In a monospace block a list is a listing.
  return readFences(whatsappText).some(({ end }) => end > lines.join("\n").length) ? undefined : options;
}
