/** Pictograms count as punctuation; some would otherwise become letters ("ℹ", "Ⓜ"). */
const PICTURES = /\p{Extended_Pictographic}/gu;
const APOSTROPHES = /['’‘ʼ`´]/g;
/** Latin accents, Arabic vowels, hamza and madda, and the Devanagari dot below (not its vowel signs). */
const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670\u093c]/g;
/** Zero-width characters, direction marks, variation selectors, keycap frames, the Arabic tatweel. */
const INVISIBLE = /\p{Cf}|[\ufe00-\ufe0f]|\u20e3|\u0640/gu;
const SIGNS = /[^\p{L}\p{M}\p{N}]+/gu;

/** Letters with two spellings: dotless i, Arabic and Persian forms, Devanagari nasal signs. */
const ALIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ı: "i",
    ß: "ss",
    œ: "oe",
    æ: "ae",
    ى: "ي",
    ی: "ي",
    ک: "ك",
    ة: "ه",
    ٱ: "ا",
    "\u0901": "\u0902",
  }),
);
const VARIANTS = new RegExp([...ALIKE.keys()].join("|"), "g");

const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const ASCII = /^[\0-\x7f]*$/;

/**
 * No case, accents, punctuation, emoji or invisible characters. Apostrophes are dropped, other signs become
 * spaces.
 */
export function normalised(text: string): string {
  if (PLAIN.test(text)) return text;
  // The same result, without the expressions for all alphabets: compiling them costs a cold start milliseconds.
  if (ASCII.test(text))
    return text
      .replace(/['`]/g, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, " ")
      .trim();
  return text
    .replace(PICTURES, " ")
    .replace(APOSTROPHES, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(INVISIBLE, "")
    .replace(MARKS, "")
    .replace(VARIANTS, (letter) => ALIKE.get(letter) ?? letter)
    .replace(SIGNS, " ")
    .trim();
}
