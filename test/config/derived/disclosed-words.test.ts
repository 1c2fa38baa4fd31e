import { expect, it } from "@jest/globals";
import { disclosureWithoutPerson } from "../../../lib/config/derived/disclosed-words.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { everyLanguage } from "../../../lib/domain/language/languages.ts";
import { DEMO_SETTINGS } from "../../../local/demo.ts";

const [SUPPORT] = DEMO_SETTINGS.numbers;
if (!SUPPORT) throw new Error("the demo has a number");
const silentIn = (change: Partial<SettingsFile>) =>
  disclosureWithoutPerson(completeSettings({ ...DEMO_SETTINGS, ...change }, "the settings"));

it.each([
  ["no own words", undefined],
  ["a keyword", "I am Lumi, an AI. Write AGENT for a person."],
  ["a keyword of several words", "Eine KI antwortet. Schreiben Sie „echter Mensch“!"],
  ["one of the settings", "Ich bin eine KI. „Chefin“ holt sie."],
  ...everyLanguage().map(({ texts, spokenAs }) => [spokenAs, texts.disclosure] as const),
])("says nothing about words that name a way to a person: %s", (_, disclosure) => {
  const texts = disclosure === undefined ? {} : { disclosure };
  expect(silentIn({ texts, keywords: { human: ["Chefin"] } })).toBeUndefined();
});

it("names each text that tells of no way to a person", () => {
  const texts = { disclosure: "A robot answers. Call us to speak to a colleague." };
  expect(silentIn({ texts, numbers: [{ ...SUPPORT, texts }] })).toMatch(
    /^texts\.disclosure, numbers\[0\]\.texts\.disclosure: names no word that brings a person\./,
  );
});
