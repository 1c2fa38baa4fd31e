import { readFileSync } from "node:fs";

/** Of a list in test/fixtures, without headings. */
export const phrasesOf = (fixture: string): readonly string[] =>
  readFileSync(new URL(`../fixtures/${fixture}`, import.meta.url), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
