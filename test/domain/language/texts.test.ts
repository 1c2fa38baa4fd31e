import { describe, expect, it } from "@jest/globals";
import { textsOf } from "../../../lib/config/derived/texts-of.ts";
import { isOffered } from "../../../lib/domain/consent/keywords/offered.ts";
import { countryOfCustomer } from "../../../lib/domain/language/country.ts";
import { LANGUAGES } from "../../../lib/domain/language/language-codes.ts";
import type { TextKey } from "../../../lib/domain/language/language-data.ts";
import { defaultText, languageOf } from "../../../lib/domain/language/languages.ts";
import { aTurn } from "../../contracts/store.ts";
import { detectKeyword } from "../../support/engine-world.ts";

const KEYS: readonly TextKey[] = [
  "fallback",
  "handoff",
  "handoffClosed",
  "optedOut",
  "optedIn",
  "tooMany",
  "resend",
  "choose",
  "disclosure",
];
const SCRIPTS: Partial<Record<string, RegExp>> = { ar: /\p{Script=Arabic}/u, hi: /\p{Script=Devanagari}/u };

describe("the system's own texts", () => {
  it("exist in every language, each in its own script", () => {
    for (const key of KEYS) {
      const texts = LANGUAGES.map((language) => defaultText(key, language));
      expect(new Set(texts).size).toBe(LANGUAGES.length);
      LANGUAGES.forEach((language, at) => {
        expect(texts[at]).toMatch(SCRIPTS[language] ?? /^[\p{Script=Latin}\P{L}]+$/u);
        expect(texts[at]).toBe(texts[at]?.trim().normalize("NFC"));
      });
    }
  });

  it("fit the limits of where they are shown", () => {
    for (const language of LANGUAGES) {
      expect(defaultText("choose", language).length).toBeLessThanOrEqual(20);
      for (const key of KEYS) expect(defaultText(key, language).length).toBeLessThan(200);
    }
  });

  it.each(LANGUAGES)("that say that an AI answers name a keyword by which a person comes: %s", (language) => {
    const text = defaultText("disclosure", language);
    const [, keyword = ""] = /(?:^|\s)(\p{Lu}{4,}|«[^»]+»|“[^”]+”)(?=[\s.।])/u.exec(text) ?? [];
    expect(detectKeyword({ kind: "text", text: keyword })).toBe("human");
    expect(detectKeyword({ kind: "text", text: keyword.toLowerCase() })).toBe("human");
    expect(text).toMatch(/\b(?:AI|IA|KI)\b|inteligencia artificial|inteligência artificial|الاصطناعي|एआई/u);
    expect(text).not.toContain("\n");
  });

  it.each(LANGUAGES)(
    "that say so stand beside an answer without offering the keyword in it: %s",
    (language) => {
      const disclosure = defaultText("disclosure", language);
      const part = { text: "Which lamp?", disclosure, state: "accepted", attempts: 1, sendingAt: 5 } as const;
      const said = /(\p{Lu}{4,}|«[^»]+»|“[^”]+”)/u.exec(disclosure)?.[0] ?? "";
      const content = { kind: "text", text: said } as const;
      expect(isOffered({ content, sentAt: 6 }, "human", aTurn({ parts: [part] }))).toBe(false);
      const inText = { ...part, text: `${disclosure}\n\nWhich lamp?` };
      expect(isOffered({ content, sentAt: 6 }, "human", aTurn({ parts: [inText] }))).toBe(false);
    },
  );

  it("keep the English fallback as it was", () => {
    expect(defaultText("fallback", "en")).toBe(
      "Sorry, I can't answer right now. Please try again a little later.",
    );
  });
});

describe("the language for a country", () => {
  it.each([
    ["es", ["ES", "MX", "AR", "PR", "VE"]],
    ["pt", ["BR", "PT", "AO", "MZ"]],
    ["fr", ["FR", "SN", "CI"]],
    ["de", ["DE", "AT", "CH", "LI"]],
    ["ar", ["SA", "EG", "MA", "AE"]],
    ["hi", ["IN"]],
    ["id", ["ID"]],
    ["en", ["US", "GB", "JP", "NL", "ZZ", "", "D", "E A", undefined]],
  ])("is %s", (language, countries) => {
    expect(countries.map(languageOf)).toEqual(countries.map(() => language));
  });
});

describe("a customer's country", () => {
  const german = () => "DE";
  it("comes from the business-scoped id, else from the phone", () => {
    expect(countryOfCustomer({ userId: "US.13491208655302741918", phone: "491511234567" }, german)).toBe(
      "US",
    );
    expect(countryOfCustomer({ userId: "IN.ENT.11815799212886844830" }, german)).toBe("IN");
    expect(countryOfCustomer({ phone: "491511234567" }, german)).toBe("DE");
    expect(countryOfCustomer({ userId: "opaque", phone: "491511234567" }, german)).toBe("DE");
    expect(countryOfCustomer({ userId: "opaque" }, german)).toBeUndefined();
  });
});

describe("what a customer reads", () => {
  it("is the number's own text, else the general one, else the default", () => {
    const text = textsOf(
      { texts: { fallback: "general", handoff: "general" }, language: "de" },
      { texts: { fallback: "own" }, language: undefined },
    );
    expect([text("fallback", "BR"), text("handoff", "BR"), text("choose", "BR")]).toEqual([
      "own",
      "general",
      "Auswählen",
    ]);
  });

  it("is in the number's language, else in the general one, which may follow the country", () => {
    const ofNumber = textsOf({ texts: {}, language: "auto" }, { texts: {}, language: "fr" });
    const ofCountry = textsOf({ texts: {}, language: "auto" }, { texts: {}, language: undefined });
    expect([ofNumber("choose", "BR"), ofCountry("choose", "BR"), ofCountry("choose", undefined)]).toEqual([
      "Choisir",
      "Escolher",
      "Choose",
    ]);
  });
});
