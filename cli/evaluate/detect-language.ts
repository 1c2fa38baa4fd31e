type Detected = { kind: "is" } | { kind: "other"; language: string } | { kind: "undecided" };

/** Letters. Below that names and single words lead astray. */
const MIN_LETTERS = 20;
/** How much better another language must fit. Neighbours such as Danish and German come close in short texts. */
const MIN_LEAD = 0.05;

/** The detector knows them as one. */
const SAME: Readonly<Record<string, string>> = { id: "ms", nb: "no", nn: "no" };
const NOT_WORDS = /https?:\/\/\S+|www\.\S+|\S+@\S+|[\d#@€$£%+*_~`|]+/g;

export type LanguageDetector = {
  knows(language: string): boolean;
  /** Whether the text is in that language, as far as so short a text tells. */
  detect(text: string, language: string): Detected;
};

/** Loads 1.6 MB of data. Nothing leaves the machine. */
export async function languageDetector(): Promise<LanguageDetector> {
  const { default: eld } = await import("eld/small");
  const known = new Set(Object.values(eld.info().Languages));
  const own = (language: string) => {
    const same = SAME[language];
    return known.has(language) || same === undefined ? language : same;
  };
  return {
    knows: (language) => known.has(own(language)),
    detect(text, language) {
      const plain = text.replaceAll(NOT_WORDS, " ");
      const found = eld.detect(plain);
      const expected = own(language);
      if (found.language === expected) return { kind: "is" };
      const scores = found.getScores();
      const lead = (scores[found.language] ?? 0) - (scores[expected] ?? 0);
      const isClear =
        found.isReliable() && lead >= MIN_LEAD && (plain.match(/\p{L}/gu)?.length ?? 0) >= MIN_LETTERS;
      return isClear ? { kind: "other", language: found.language } : { kind: "undecided" };
    },
  };
}
