import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { formatAnswer, formatMarkdown } from "../../../lib/domain/markup/format.ts";
import { splitText } from "../../../lib/domain/markup/parts/split.ts";

/** No word or address occurs twice: one that is lost or run together with another shows. */
type Piece = (word: () => string, address: () => string) => string;

const INLINE: readonly Piece[] = [
  (word) => word(),
  (word) => `**${word()}**`,
  (word) => `*${word()} ${word()}*`,
  (word) => `**${word()}: **${word()}`,
  (word) => `**${word()}:**${word()}`,
  (word) => `***${word()}*** ~~${word()}~~`,
  (word) => `\`${word()}\``,
  (word, address) => `[${word()}](${address()})`,
  (word, address) => `**[${word()}](${address()})**`,
  (word, address) => `***[${word()} ${word()}](${address()})***`,
  (word, address) => `**${word()} [${word()}](${address()})**, ${word()}`,
  (word, address) => `[${word()}<br>${word()}](${address()} "${word().replace(/./g, "t")}")`,
  (word, address) => `[${word()}](mailto:${address().slice(8).replace("/", "@")}?subject=x)`,
  (word, address) => `<a href="${address()}?a=1&amp;b=2">${word()}</a>`,
  (word, address) => `<img src="${address()}" alt="${word()}">`,
  (word, address) => `![${word()}](${address()})`,
  (_, address) => `<${address()}>`,
  (_, address) => `**${address()}**`,
  (word) => `${word()}<br>${word()}`,
  (word) => `${word()}<hr>${word()}`,
  (word) => `${word()}<ul><li>${word()}</li><li><b>${word()}</b></li></ul>${word()}`,
  (word) => `${word()} <div>${word()}</div><p>${word()}</p>`,
  (word) => `enter <${word()}> or <code>${word()}</code>`,
  (word) => `\\( ${word().slice(0, 1)} \\times 5 \\) \\text{${word()}}`,
  (word) => `> 5 € ${word()}`,
];
const BLOCKS: readonly ((inline: () => string, word: () => string, address: () => string) => string)[] = [
  (inline) => `${inline()} ${inline()}`,
  (inline) => `## ${inline()}`,
  (inline) => `- ${inline()}\n- ${inline()}\n  - ${inline()}`,
  (inline) => `3. ${inline()}\n7. ${inline()}`,
  (inline) => `> ${inline()} ${inline()}`,
  (inline) => `| ${inline()} | ${inline()} |\n|---|---|\n| ${inline()} | ${inline()} |`,
  (_, word) => `\`\`\`\n${word()}\n\`\`\``,
  (_, word) => `> 5 ${word()}: 3 €\n> 10 ${word()}: 4 €`,
  (_, word) => `<table><tr><th>${word()}</th></tr><tr><td>${word()}</td></tr></table>`,
  (_, word) => `<h2>${word()}</h2><ol><li>${word()}</li><li>${word()}</li></ol>${word()}`,
  (_, word, address) => `${word()} [1][2]\n\n[1]: ${address()}\n[2]: ${address()} "${word()}"`,
  (_, word, address) => `${word()} [${word()}][r] [r]\n\n[r]: ${address()}\n[unused]: ${address()}`,
];

const answers = fc
  .array(
    fc.tuple(fc.nat(BLOCKS.length - 1), fc.array(fc.nat(INLINE.length - 1), { minLength: 4, maxLength: 4 })),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((picks) => {
    const words: string[] = [];
    const addresses: string[] = [];
    const word = () => {
      words.push(`w${words.length}x`);
      return words.at(-1) ?? "";
    };
    const address = () => {
      addresses.push(`a${addresses.length}.example/p`);
      return `https://${addresses.at(-1)}`;
    };
    const markdown = picks.map(([block, pieces]) => {
      let next = 0;
      const inline = () => INLINE[pieces[next++ % pieces.length] ?? 0]?.(word, address) ?? "";
      return (BLOCKS[block] ?? BLOCKS[0])?.(inline, word, address) ?? "";
    });
    return { markdown: markdown.join("\n\n"), words, addresses };
  });

describe("a formatted answer", () => {
  it("contains every word and every URL, separated from its neighbours", () => {
    fc.assert(
      fc.property(answers, ({ markdown, words, addresses }) => {
        const shown = formatMarkdown(markdown);
        const tokens = new Set(shown.match(/[\p{L}\p{N}@./]+/gu)?.map((token) => token.replace(/\.$/, "")));
        for (const each of words)
          if (markdown.includes(each)) expect([each, tokens.has(each)]).toEqual([each, true]);
        for (const each of addresses) {
          const tail = shown.split(each)[1];
          const mail = shown.includes(each.replace("/", "@"));
          expect([each, mail || (tail !== undefined && !/^[\p{L}\p{N}*_~]/u.test(tail))]).toEqual([
            each,
            true,
          ]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("shows no double marker, tag or backslash of parsed markup", () => {
    fc.assert(
      fc.property(answers, ({ markdown }) => {
        const shown = formatMarkdown(markdown);
        expect(shown).not.toMatch(/\*\*|~~|<\/|<(?:br|li|ul|ol|p|div|a|img|table)\b|\\/);
        if (!markdown.includes("> > 5")) expect(shown).not.toMatch(/^> (?:5|10) /m);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the numbers of the agent's lists", () => {
    const number = fc.oneof(fc.nat(400), fc.nat(999_999_999)).map(String);
    const numbers = fc.array(fc.tuple(fc.constantFrom("", "", "0"), number), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom(".", ")"),
        fc.constantFrom("\n", "\n\n"),
        fc.constantFrom("", "- ", "> "),
        (list, sign, gap, around) => {
          const written = list.map(([zero, each]) => (zero + each).slice(0, 9));
          if (Number(written[0]) <= 1 && new Set(written).size === 1) return;
          const shown = formatMarkdown(
            written
              .map((each) => `${around}${each}${sign} word`)
              .join(gap === "\n\n" && around !== "" ? "\n" : gap),
          );
          expect(Array.from(shown.matchAll(/(\d+)\. word/g), ([, each]) => each)).toEqual(written);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("never contains the model's thinking", () => {
    const tag = fc.constantFrom(
      ["<think>", "</think>"],
      ["<thinking>", "</thinking>"],
      ["[THINK]", "[/THINK]"],
      ["<THOUGHT>", "</THOUGHT>"],
    );
    const thought = fc.array(
      fc.constantFrom("secret", " ", "\n", "\n\n", "`", "**", "- ", "<b>", "# ", "$"),
      { maxLength: 12 },
    );
    const around = fc.constantFrom("", "```\n", "```markdown\n", "\n\n", "**Hi** ");
    fc.assert(
      fc.property(
        tag,
        thought,
        around,
        fc.boolean(),
        fc.constantFrom("markdown", "whatsapp", "auto"),
        ([open = "", close = ""], pieces, before, ends, markup) => {
          const secret = `secret ${pieces.join("")}`;
          const start = ends ? before : before.replace(/\S+ $/, "");
          const answer = ends ? `${open}${secret}${close}\n\nAnswer` : `${open}${secret}`;
          const shown = formatAnswer(
            start.includes("```") ? `${start}${answer}\n\`\`\`` : start + answer,
            markup as "auto",
          );
          expect(shown).not.toContain("secret");
          if (ends) expect(shown).toContain("Answer");
        },
      ),
      { numRuns: 500 },
    );
  });

  it("keeps its words when it is split", () => {
    fc.assert(
      fc.property(answers, ({ markdown }) => {
        const shown = formatMarkdown(markdown);
        const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
        expect(letters(splitText(shown, 60).join(""))).toBe(letters(shown));
      }),
      { numRuns: 200 },
    );
  });
});
