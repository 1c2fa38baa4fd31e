import fc from "fast-check";
import { anyText } from "./any-text.ts";

const SPECIAL = [
  ..."*_~`>#-+.)([]!|\\<&;:/\n\n\n   \t",
  "```",
  "**",
  "~~",
  "\r\n",
  "\u0000",
  "\ud800",
  "\u2060",
  "1. ",
  "- ",
  "> ",
  "a",
  "b",
  "7",
  "é",
  "字",
  "👩‍👧",
  "https://a.bc/d_e_",
  "&amp;",
  "<br>",
  "| - |",
];

/** Rich in what parsers stumble over. */
export const unicodeText = fc.oneof(
  anyText({ maxLength: 300 }),
  fc.array(fc.constantFrom(...SPECIAL), { maxLength: 150 }).map((pieces) => pieces.join("")),
);

export const word = fc.constantFrom(
  "shipping",
  "a",
  "Versand",
  "café",
  "€5",
  "2*3",
  "snake_case",
  "10%",
  "order-12",
  "Ünal",
  "привет",
  "שלום",
  "👍🏽",
  "ok,",
  "done.",
);
const phrase = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(" "));
const styled = fc
  .tuple(fc.constantFrom("", "*", "_", "~", "*_"), phrase)
  .map(([marker, text]) => marker + text + [...marker].reverse().join(""));
const code = fc.constantFrom("`npm i`", "https://example.com/a_b?c=1");
const line = fc
  .tuple(
    fc.constantFrom("", "", "- ", "3. ", "> ", "  ◦ "),
    fc.array(fc.oneof({ arbitrary: styled, weight: 5 }, { arbitrary: code, weight: 1 }), {
      minLength: 1,
      maxLength: 5,
    }),
  )
  .map(([lead, pieces]) => lead + pieces.join(" "));
const fence = fc
  .array(phrase, { minLength: 1, maxLength: 4 })
  .map((lines) => `\`\`\`\n${lines.join("\n")}\n\`\`\``);

/** As it should be: markers that format, lists, quotes, monospace blocks. */
export const markedUpText = fc
  .array(
    fc.tuple(
      fc.oneof({ arbitrary: line, weight: 5 }, { arbitrary: fence, weight: 1 }),
      fc.constantFrom("\n", "\n\n"),
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((blocks) =>
    blocks
      .map(([text, gap]) => text + gap)
      .join("")
      .trimEnd(),
  );

export const bytesOfProse = fc
  .array(fc.tuple(phrase, fc.constantFrom(" ", ". ", "\n", "\n\n")), { minLength: 5, maxLength: 150 })
  .map((pieces) => pieces.flat().join("").trim());
