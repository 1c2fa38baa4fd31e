import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { keywordDetector } from "../../../lib/domain/consent/keywords.ts";
import { ENGLISH } from "../../../lib/domain/language/en.ts";
import { cpuMsOf } from "../../support/cpu-ms.ts";
import { phrasesOf } from "../../support/phrases.ts";

const rules = keywordDetector({ stop: [], start: [], human: [], bot: [] });
const asks = (text: string) => rules({ kind: "text", text });

const ASKS = phrasesOf("opt-outs/asks.md");
const ASKS_NOT = phrasesOf("opt-outs/asks-not.md");

describe("a request for no more messages", () => {
  it.each(ASKS)("is recognised in %j", (text) => {
    expect(asks(text)).toBe("stop");
  });

  it.each(ASKS_NOT)("is not recognised in %j", (text) => {
    expect(asks(text)).toBeUndefined();
  });

  it("is tested with at least 150 messages of either kind", () => {
    expect(new Set(ASKS).size).toBeGreaterThan(150);
    expect(new Set(ASKS_NOT).size).toBeGreaterThan(150);
  });

  it("does not depend on case, closing punctuation, and emoji", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ASKS), fc.constantFrom("", "!", "!!!", ".", " 🙏", "…"), (text, end) => {
        expect([text, asks(`${text.toUpperCase()}${end}`), asks(`${text.toLowerCase()}${end}`)]).toEqual([
          text,
          "stop",
          "stop",
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is decided quickly for any text of the allowed length", () => {
    const fillers = [
      "please ",
      "can you ",
      "stop ",
      "more ",
      "all ",
      "stop sending me all of the ",
      "no more of ",
      "bitte ",
      "a - ",
    ];
    const texts = [...fillers, ...ENGLISH.keywords.please.map((word) => `${word} `)].map((filler) =>
      filler.repeat(200).slice(0, 200),
    );
    for (const text of texts) expect(cpuMsOf(() => void asks(text))).toBeLessThan(1_000);
  });
});
