import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { looksLikeMarkdown } from "../../../lib/domain/markup/detect.ts";
import { formatAnswer, formatMarkdown, plainWhatsapp } from "../../../lib/domain/markup/format.ts";
import { renderWhatsapp, type Span } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { cpuMsOf } from "../../support/cpu-ms.ts";
import { unicodeText, word } from "../../support/markup-arbitraries.ts";
import { phoneView } from "../../support/phone-view.ts";

const folder = new URL("../../fixtures/markup/", import.meta.url);
const goldens = readdirSync(folder).flatMap((file) =>
  readFileSync(new URL(file, folder), "utf8")
    .split(/^=== (?!whatsapp$|phone$)/m)
    .slice(1)
    .map((text) => {
      const [head = "", phone = ""] = text.replace(/\n+$/, "").split("\n=== phone\n");
      const [question = "", whatsapp = ""] = head.split("\n=== whatsapp\n");
      const name = question.slice(0, question.indexOf("\n"));
      return {
        name: `${file}: ${name}`,
        markdown: question.slice(name.length + 1),
        whatsapp: whatsapp.replaceAll("⟨guard⟩", "\u2060"),
        phone,
      };
    }),
);

describe("a Markdown answer on WhatsApp", () => {
  it("has at least eighty examples", () => {
    expect(goldens.length).toBeGreaterThanOrEqual(80);
  });

  it.each(goldens)("formats $name", ({ markdown, whatsapp, phone }) => {
    expect(formatMarkdown(markdown)).toBe(whatsapp);
    expect(phoneView(whatsapp)).toBe(phone);
  });

  it("never throws, and is blank only for blank input", () => {
    fc.assert(
      fc.property(unicodeText, (text) => {
        const formatted = formatMarkdown(text);
        expect(formatted).toBe(formatted.toWellFormed());
        expect(formatted.trim() === "").toBe(plainWhatsapp(text).trim() === "");
      }),
      { numRuns: 1_000 },
    );
  });

  it.each("abbr big cite data dfn font ins label mark output q samp small span time tt u var".split(" "))(
    "drops <%s>, and keeps the text within",
    (tag) => {
      expect(formatMarkdown(`The <${tag}>blue</${tag}> one.`).replaceAll(/ +/g, " ")).toBe("The blue one.");
    },
  );

  it("shows escaped text as it is: no style, no character lost", () => {
    const literal = fc.array(
      fc.constantFrom(..."*_~`", "*", "_", " ", " ", "a", "b2", "7", ".", "(", "é", "字", "👍"),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(literal, (characters) => {
        const text = characters.join("").trim().replace(/ +/g, " ");
        const escaped = text.replace(/[*_~`()\-#+.>|]/g, "\\$&");
        const lines = renderWhatsapp(formatMarkdown(escaped));
        expect(
          lines
            .flatMap(({ spans }) => spans)
            .filter(({ bold, italic, strike, code }) => bold || italic || strike || code),
        ).toEqual([]);
        expect(
          lines
            .map(({ spans }) => spans.map((span) => span.text).join(""))
            .join("\n")
            .replaceAll("\u2060", ""),
        ).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it("shows each styled word in its style and every other without", () => {
    const styles = fc.constantFrom("", "**", "*", "~~", "***");
    const plainWord = word.filter((each) => !/[*_👍]/u.test(each));
    fc.assert(
      fc.property(fc.array(fc.tuple(styles, plainWord), { minLength: 1, maxLength: 20 }), (words) => {
        const markdown = words.map(([marker, each]) => marker + each + marker).join(" ");
        const spans = renderWhatsapp(formatMarkdown(markdown)).flatMap((line) => line.spans);
        const shown = spans.flatMap((span) =>
          span.text
            .split(" ")
            .filter(Boolean)
            .map((each) => `${each}/${styleOf(span)}`),
        );
        expect(shown).toEqual(words.map(([marker, each]) => `${each}/${marker}`));
      }),
      { numRuns: 500 },
    );
  });

  it("never inserts anything into a URL", () => {
    const urls = fc.array(
      fc.constantFrom("https://example.com/", "*", "_", "a", "~b~", "*c*", "_d_", "?e=", "&f=_g_", "/"),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(urls, word, (pieces, each) => {
        const url = `https://example.com/${pieces.slice(1).join("").replaceAll("https://example.com/", "h/")}z`;
        expect(formatMarkdown(`${each} ${url} ${each}`)).toContain(url);
        expect(formatMarkdown(`**${each} ${url} ${each}** and [text](<${url}>) _x_`).split(url)).toHaveLength(
          3,
        );
      }),
      { numRuns: 500 },
    );
  });

  it("removes what cannot be sent", () => {
    expect(formatMarkdown("a\u0000b \ud800 **c\u0007**\r\nd")).toBe("ab \ufffd *c*\nd");
  });

  it.each([
    ['⟦in reply to: "x"⟧ Sure, done.', "Sure, done."],
    ["⟦photo: cannot be seen here⟧\nWhat does it show?", "What does it show?"],
    ["See below.\n\n⟦a note\nof two lines⟧\n\nBye", "See below.\n\nBye"],
    ["Done. ⟦a note⟧\n\nBye", "Done.\n\nBye"],
    ["⟦one⟧ ⟦two⟧", ""],
    ["5 ⟧ 3 and ⟦ alone", "5 ⟧ 3 and ⟦ alone"],
  ])("leaves out notes of the system that the agent imitates: %j", (answer, shown) => {
    for (const markup of ["markdown", "whatsapp", "auto"] as const)
      expect(formatAnswer(answer, markup)).toBe(shown);
  });

  it.each([
    ["brackets", "["],
    ["open emphasis", "*a "],
    ["quotes", "> "],
    ["lists", "- "],
    ["emphasis both ways", "***a___"],
    ["closing emphasis", "a** "],
    ["tags", "<a "],
    ["back-ticks", "`a``"],
    ["links", "[a]("],
    ["cells", "|a"],
    ["definitions", "[a]: b\n"],
    ["lines", "a\n"],
    ["bold Chinese", "字**字**"],
    ["comments", "<!--"],
    ["entities", "&a"],
    ["indented quotes", "\n        > "],
    ["thinking", "a <think>"],
    ["notes of the system", "\u27e6a"],
    ["ends of thinking", "</think>\n```"],
    ["thinking in fences", "```\n<think>\n```\n"],
    ["tags around", "<answer>"],
    ["notes", "[a]: **b**\n"],
    ["formulas", "\\(a"],
    ["displayed formulas", "\\[$$a"],
    ["dollars", "$a "],
    ["fractions", "\\frac{"],
    ["comparisons", "> 5\n\n"],
    ["tables of code", "|-|\n|`|`\n"],
    ["tables of HTML", "<table><tr><td>"],
    ["lists of HTML", "<ul><li>"],
  ])("ends in good time for hostile %s", (_, piece) => {
    for (const length of [20_000, 200_000, 1_000_000]) {
      const format = () => expect(typeof formatMarkdown(piece.repeat(length / piece.length))).toBe("string");
      expect(cpuMsOf(format)).toBeLessThan(3_000);
    }
  });

  it("is fast for a thousand sources and as many HTML lists", () => {
    const sources = Array.from(
      { length: 1_000 },
      (_, index) => `[n${index}]: b${index}\n[s${index}]: https://x.example/${index}`,
    );
    const text = `${sources.join("\n")}\n\n${"a<ul><li>b</li></ul>\n\n".repeat(500)}`.slice(0, 50_000);
    expect(cpuMsOf(() => void formatMarkdown(text))).toBeLessThan(6_000);
  });
});

const styleOf = ({ bold, italic, strike }: Span) =>
  (strike ? "~~" : "") + (bold ? "**" : "") + (italic ? "*" : "");

describe("an answer in WhatsApp's own markup", () => {
  it("stays unchanged except for white space and what cannot be sent", () => {
    expect(plainWhatsapp("*Hi* _you_  \r\n\r\n\r\n\r\n\r\n- a\u0000\u200d\n> b\t\n\n")).toBe(
      "*Hi* _you_\n\n\n- a\u200d\n> b",
    );
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(unicodeText, (text) => {
        expect(plainWhatsapp(plainWhatsapp(text))).toBe(plainWhatsapp(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe("telling Markdown from WhatsApp's markup", () => {
  it.each([
    "**bold**",
    "__bold__ text",
    "# Title",
    "see [us](https://example.com)",
    "![x](y.png)",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "~~old~~",
    "- [ ] todo",
    "```js\nx\n```",
    "one<br>two",
    "a\n\n---\n\nb",
    "<https://example.com>",
    "\\*literal\\*",
    "<ul><li>one</li></ul>",
    '<img src="https://example.com/a.png">',
    "\\(x = 5\\)",
    "20 \\times 5",
    "[1]: https://example.com",
  ])("takes %j for Markdown", (text) => {
    expect(looksLikeMarkdown(text)).toBe(true);
  });

  it.each([
    "*bold* _italic_ ~strike~",
    "- one\n- two\n1. three",
    "> quote",
    "```\n**code**\n```",
    "`[a](b)` and 2 ** 3",
    "Order #12 [paid] (today)",
    "https://example.com/a__b__c",
    "plain",
  ])("leaves %j as it is", (text) => {
    expect(formatAnswer(text, "auto")).toBe(text);
  });

  it("follows the setting when there is one", () => {
    expect(formatAnswer("*x*", "markdown")).toBe("_x_");
    expect(formatAnswer("**x**", "whatsapp")).toBe("**x**");
    expect(formatAnswer("**x** and *y*", "auto")).toBe("*x* and _y_");
  });
});
