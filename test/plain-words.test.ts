import { globSync, readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";

/** Words that colleagues would not say aloud, with what they say instead. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/\bheed\w*\b/i, "apply"],
  [/\banew\b/i, "again"],
  [/\bwhoever\b/i, "the caller, somebody who"],
  [/(?<!\b(there|if it) )\b(is|are) none\b/i, "is not, does not count"],
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\bremed(y|ies)\b/i, "failure action"],
  [/\bsilenced\b/i, "blocked"],
  [/\butterances?\b/i, "message request"],
  [/\bwish(es|ed)?\b/i, "consent change"],
  [/\b(thereby|hereby|henceforth)\b/i, "(leave it out)"],
];

const findings = (file: string, text: string, line: number) =>
  INSTEAD.flatMap(([word, better]) => {
    const [found] = word.exec(text) ?? [];
    return found === undefined ? [] : [`${file}:${line}: "${found}", rather: ${better}`];
  });

const COMMENT = /(?:^\s*\/?\*+|\/\/)(.*)$/;
/** Lists of what customers write: only their comments are ours. */
const CUSTOMERS_WORDS = /^lib\/domain\/(?:consent\/keywords\/|language\/\w\w\.ts)/;

it("comments, names and texts of the code are in plain words", () => {
  const files = globSync("{lib,functions,cli,local,infra,web,bench}/**/*.{ts,tsx,mjs}");
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line, at) => {
        const ours = CUSTOMERS_WORDS.test(file) ? (COMMENT.exec(line)?.[1] ?? "") : line;
        return findings(file, ours, at + 1);
      }),
  );
  expect(found).toEqual([]);
});

it("so are the pages of the docs", () => {
  const pages = globSync(["*.md", "docs/**/*.md", "functions/*/README.md"]);
  expect(pages.length).toBeGreaterThan(45);
  const found = pages.flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      // Code and quotes of what a program or a customer says stay as they are.
      .flatMap((line, at) =>
        line.startsWith("    ") ? [] : findings(file, line.replace(/`[^`]*`|"[^"]*"/g, ""), at + 1),
      ),
  );
  expect(found).toEqual([]);
});
