import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { plainWhatsapp } from "../../../../lib/domain/markup/format.ts";
import { splitText } from "../../../../lib/domain/markup/parts/split.ts";
import { renderWhatsapp } from "../../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { cpuMsOf } from "../../../support/cpu-ms.ts";
import { bytesOfProse, markedUpText, unicodeText } from "../../../support/markup-arbitraries.ts";

const shown = (text: string) =>
  renderWhatsapp(text)
    .flatMap(({ kind, spans }) => spans.map((span) => ({ ...span, quote: kind === "quote" })))
    .flatMap(({ text: part, bold, italic, strike, code, quote }) =>
      Array.from(
        part.replace(/\s/g, ""),
        (character) => `${character}${+bold}${+italic}${+strike}${+code}${+quote}`,
      ),
    )
    .join(" ");
/** Without markers and white space. */
const visible = (text: string) => text.replace(/[\s*_~`>\u2060]/g, "");
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(" ");
const noFaults = { numRuns: 300 };

describe("splitting an answer", () => {
  it("never splits what fits", () => {
    expect(splitText("a".repeat(20), 20)).toEqual(["a".repeat(20)]);
    fc.assert(
      fc.property(unicodeText, (text) => {
        const tidy = plainWhatsapp(text);
        expect(splitText(tidy, Math.max(20, tidy.length))).toEqual(tidy === "" ? [] : [tidy]);
      }),
      noFaults,
    );
  });

  it("returns no part for blank text", () => {
    expect(splitText(" \n\t\n ", 20)).toEqual([]);
  });

  it("refuses a limit that leaves no room for text", () => {
    expect(() => splitText("text", 19)).toThrow(RangeError);
    expect(() => splitText("text", Number.NaN)).toThrow(RangeError);
  });

  it("cuts between paragraphs rather than lines, lines rather than sentences, sentences rather than words", () => {
    expect(splitText("One two three four.\nFive six seven.\n\nEight nine ten. Eleven twelve.", 50)).toEqual([
      "One two three four.\nFive six seven.",
      "Eight nine ten. Eleven twelve.",
    ]);
    expect(splitText("One two three four. Five six.\nSeven eight. Nine ten eleven.", 45)).toEqual([
      "One two three four. Five six.",
      "Seven eight. Nine ten eleven.",
    ]);
    expect(splitText("One two three four. Five six seven eight nine.", 35)).toEqual([
      "One two three four.",
      "Five six seven eight nine.",
    ]);
    expect(splitText("one two three four five six seven", 20)).toEqual([
      "one two three four",
      "five six seven",
    ]);
  });

  it("takes a worse cut point where the better one would cost another part", () => {
    const text = `Short.\n\n${words(4)} end.\n\n${words(4)}`;
    expect(splitText(text, 40)).toHaveLength(2);
  });

  it("does not read the full stop of an abbreviation as the end of a sentence", () => {
    expect(splitText("Please write to our Dr. Miller today, thanks", 35)).toEqual([
      "Please write to our Dr. Miller",
      "today, thanks",
    ]);
  });

  it("keeps an introduction with the list below it", () => {
    expect(splitText(`${words(3)}\n\n*Opening hours*\n\nMonday to Friday, nine to five`, 50)).toEqual([
      words(3),
      "*Opening hours*\n\nMonday to Friday, nine to five",
    ]);
  });

  it("closes and opens markers across parts", () => {
    expect(splitText("*bold text that is _quite long_ indeed*", 25)).toEqual([
      "*bold text that is*",
      "*_quite long_ indeed*",
    ]);
    expect(splitText("*_both styles in one long line_*", 25)).toEqual([
      "*_both styles in one_*",
      "*_long line_*",
    ]);
    expect(splitText("~old price that is no longer valid~", 24)).toEqual([
      "~old price that is no~",
      "~longer valid~",
    ]);
  });

  it("closes and opens monospace blocks across parts", () => {
    expect(splitText("```\nfirst line\n  second line\nthird line\n```", 34)).toEqual([
      "```\nfirst line\n  second line\n```",
      "```\nthird line\n```",
    ]);
  });

  it("keeps the prefix of a quote", () => {
    expect(splitText("> a quote that is much longer than one part", 25)).toEqual([
      "> a quote that is much",
      "> longer than one part",
    ]);
  });

  it("keeps URLs, code and list numbers whole where it can", () => {
    expect(splitText("Please see https://example.com/a/b?c=d now", 32)).toEqual([
      "Please see",
      "https://example.com/a/b?c=d now",
    ]);
    expect(splitText("Type in `npm run build` please", 20)).toEqual(["Type in", "`npm run build`", "please"]);
    expect(splitText("First some words\n1. supercalifragil", 21)).toEqual([
      "First some words",
      "1. supercalifragil",
    ]);
    expect(splitText("1. supercalifragilistic and", 20)).toHaveLength(2);
  });

  it("cuts a word that is longer than a part between graphemes", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(splitText(family.repeat(3), 24)).toEqual([family.repeat(2), family]);
    const flags = splitText("🇩🇪".repeat(20), 30);
    expect(flags.join("")).toBe("🇩🇪".repeat(20));
    expect(flags.every((part) => part.length % 4 === 0)).toBe(true);
  });

  it("cuts between the words of scripts without spaces, after a sentence where it can", () => {
    expect(splitText("您好，感谢您的来信。我们今天就会发货，请您放心等待。", 20)).toEqual([
      "您好，感谢您的来信。",
      "我们今天就会发货，请您放心等待。",
    ]);
    const thai = splitText("ขอบคุณที่ติดต่อเราเราจะตอบกลับโดยเร็วที่สุด", 24);
    expect(thai.join("")).toBe("ขอบคุณที่ติดต่อเราเราจะตอบกลับโดยเร็วที่สุด");
    expect(thai.every((part) => !/^\p{M}/u.test(part))).toBe(true);
  });

  it("does not start a part with a sign that would become a bullet", () => {
    expect(splitText("the result of our sum is five - three", 30).join("|")).not.toMatch(/\|[-*>] /);
  });

  it("loses nothing and keeps the limit, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(unicodeText, markedUpText), fc.integer({ min: 20, max: 120 }), (text, limit) => {
        const parts = splitText(text, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(part.trim()).not.toBe("");
          expect(part).toBe(part.trimEnd());
          expect(part).not.toMatch(/^\s*\n/);
        }
        expect(visible(parts.join(""))).toBe(visible(text));
      }),
      { numRuns: 400 },
    );
  });

  it("shows the parts in the same styles as the whole", () => {
    fc.assert(
      fc.property(markedUpText, fc.integer({ min: 40, max: 200 }), (text, limit) => {
        expect(splitText(text, limit).map(shown).join(" ")).toBe(shown(text));
      }),
      { numRuns: 400 },
    );
  });

  it("fills its parts: prose needs no more parts than if they were two thirds full", () => {
    fc.assert(
      fc.property(bytesOfProse, fc.integer({ min: 100, max: 600 }), (text, limit) => {
        expect(splitText(text, limit).length).toBeLessThanOrEqual(Math.ceil(text.length / (limit * 0.66)));
      }),
      noFaults,
    );
  });

  it.each([
    ["one endless word", "a".repeat(200_000)],
    ["markers only", "*".repeat(100_000)],
    ["open pairs", "*a _b ~c ".repeat(20_000)],
    ["blank monospace blocks", "```\n\n\n\n".repeat(10_000)],
    ["indentation", `a\n${" ".repeat(50_000)}b`],
    ["combining marks", `e${"\u0301".repeat(20_000)}`],
    ["addresses", "https://example.com/a ".repeat(10_000)],
  ])("ends in good time for %s", (_, text) => {
    const splitTwice = () => {
      for (const limit of [20, 1_500])
        expect(splitText(text, limit).every((part) => part.length <= limit && part.trim() !== "")).toBe(true);
    };
    expect(cpuMsOf(splitTwice)).toBeLessThan(4_000);
  });
});
