import { expect, it } from "@jest/globals";
import { agentWords, everyLanguage } from "../../../lib/domain/language/languages.ts";

const KINDS = ["choose", "want", "tell", "or", "articles", "instruct"] as const;

it.each(KINDS)("has for every language alternatives of its own for %s, which match no empty text", (kind) => {
  for (const language of everyLanguage()) {
    const alternatives = language.agentWords[kind];
    if (kind !== "articles") expect(alternatives).not.toBe("");
    // Hindi and Indonesian have no articles.
    if (alternatives !== "") expect(new RegExp(alternatives, "iu").test("")).toBe(false);
  }
  expect(new RegExp(`^(?:${agentWords(kind)})$`, "iu").test("")).toBe(false);
});

it("has words about messages and about talking in every language, and none twice in one", () => {
  for (const { agentWords: words } of everyLanguage())
    for (const list of [words.aboutMessages, words.aboutTalking].map((each) => each.split("|"))) {
      expect(list).not.toContain("");
      expect(new Set(list).size).toBe(list.length);
    }
});
