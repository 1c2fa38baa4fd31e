import type { Content } from "../inbound/inbound.ts";

/**
 * Whether the customer has said what they want to say. `complete`: hardly anything follows. `unfinished`: more
 * is on its way. `open`: nobody can tell, as with most messages.
 */
export type Completeness = "complete" | "open" | "unfinished";

/** Characters. The end is what counts. */
const LOOKED_AT = 120;

/** Letters and the signs on them. Below, it is a greeting, a thank-you or a nudge, and the question may follow. */
const MIN_QUESTION = 7;
const MIN_STATEMENT = 20;

/** A letter of these scripts is a syllable or a word. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const DENSE_WEIGHT = 3;

/** "Where is it? :)" ends with the question mark, and so do a text in quotes and one with a smiling face behind. */
const TRIMMED =
  /(?:[\s\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\p{Cf}"'»«”“’‘)\]}）】」』*_~]|\ufe0f|\u20e3|(?:^|(?<=\s))[:;=8x][-'^o]?[()[\]dpo/|*3])+$/iu;

/** Latin, Greek, Arabic, Armenian, Ethiopic, CJK, and joined ones. */
const QUESTION = /[?？؟\u037e՞፧⸮⁇⁈]$/u;
/** Greek writes its question mark as a semicolon, too. */
const GREEK_QUESTION = /\p{Script=Greek}[^;\n]*;$/u;
/** Latin, CJK, Hindi, Urdu, Armenian, Ethiopic, Burmese, Khmer. */
const STATEMENT = /[.!。！．｡।॥۔։።။៖។]$/u;

/** A comma, colon, semicolon, dash, opening bracket or dots at the end. */
const GOES_ON = /(?:[,،、，:：;；…&+(（[{–—]|\.\.|。。|\s-)$/u;

/** Words after which something must follow, in the languages that the product speaks, and some more. */
const JOINING: ReadonlySet<string> = new Set(
  [
    "and or but because",
    "und oder aber weil dass",
    "y o pero porque",
    "et ou mais parce",
    "e ou mas porque",
    "ma oppure",
    "en maar omdat",
    "ve veya ama çünkü",
    "oraz lub ale",
    "и или но",
    "та або але",
    "و أو لكن",
    "और या लेकिन",
    "dan atau tapi karena",
    "và hoặc nhưng",
  ].flatMap((words) => words.split(" ")),
);

/** A lone letter may be an answer: "o", "y". */
const JOINED_BY = /[^\s\p{P}][\s\p{P}]+(\p{L}+)$/u;

function lettersOf(text: string): number {
  const letters = text.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
  return letters + (text.match(DENSE)?.length ?? 0) * (DENSE_WEIGHT - 1);
}

function ofText(whole: string): Completeness {
  const text = whole.slice(-LOOKED_AT).replace(TRIMMED, "");
  if (QUESTION.test(text) || GREEK_QUESTION.test(text))
    return lettersOf(text) >= MIN_QUESTION ? "complete" : "open";
  if (GOES_ON.test(text)) return "unfinished";
  if (STATEMENT.test(text)) return lettersOf(text) >= MIN_STATEMENT ? "complete" : "open";
  const [, last] = JOINED_BY.exec(text) ?? [];
  return last !== undefined && JOINING.has(last.toLowerCase()) ? "unfinished" : "open";
}

/** A tap, an order or a filled form is one act. Pictures and forwarded messages come in numbers. */
export function completenessOf({
  content,
  forwarded,
}: {
  content: Content;
  forwarded?: true | undefined;
}): Completeness {
  switch (content.kind) {
    case "text": {
      const found = ofText(content.text);
      return forwarded && found === "complete" ? "open" : found;
    }
    case "button":
    case "choice":
    case "form":
    case "call-permission":
    case "order":
    case "location":
      return "complete";
    default:
      return "open";
  }
}
