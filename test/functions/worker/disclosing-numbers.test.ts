import { expect, it } from "@jest/globals";
import { businessNumbers } from "../../../functions/worker/business-numbers.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { defaultText } from "../../../lib/domain/language/languages.ts";
import { replyParts } from "../../../lib/domain/markup/parts/reply-parts.ts";
import { sentText } from "../../../lib/domain/turn/turn.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../../local/demo.ts";
import { FakeClock } from "../../support/fakes.ts";

const [SUPPORT, SALES] = DEMO_SETTINGS.numbers;
if (!SUPPORT || !SALES) throw new Error("the demo has two numbers");

function numbersWith(change: Partial<SettingsFile>, country?: string) {
  const numbers = businessNumbers({
    settings: completeSettings({ ...DEMO_SETTINGS, ...change }, "the settings"),
    publicUrl: "http://localhost",
    secrets: async () => DEMO_SECRETS,
    invalidateSecrets: () => undefined,
    fetch,
    clock: new FakeClock(),
    countryOf: () => country,
    replyParts,
  });
  return [numbers.get("support"), numbers.get("sales")] as const;
}
const textsOf = (...given: Parameters<typeof numbersWith>) =>
  numbersWith(...given).map((number) => number?.disclosure?.textFor({}));

it("the demo's numbers disclose, as every number does without a setting", () => {
  expect(textsOf({})).toEqual([defaultText("disclosure", "en"), defaultText("disclosure", "en")]);
});

it("each number in its own words, or in the language of the customer's country, or not at all", () => {
  const own = { ...SUPPORT, texts: { disclosure: "Hi, I am Lumi, an AI." } };
  expect(textsOf({ numbers: [own, { ...SALES, disclosure: "off" }] })).toEqual([
    own.texts.disclosure,
    undefined,
  ]);
  expect(textsOf({ language: "auto" }, "BR")[0]).toBe(defaultText("disclosure", "pt"));
  expect(
    textsOf({ disclosure: "off", numbers: [{ ...SUPPORT, disclosure: "first-answer" }, SALES] }),
  ).toEqual([defaultText("disclosure", "en"), undefined]);
});

it("the longest texts of the settings together fit the messages of both providers", () => {
  const longest = "word ".repeat(200).trim();
  const disclosure = "x".repeat(300);
  for (const number of numbersWith({ texts: { disclosure } })) {
    const parts = number?.splitText(`${longest}\n\n${longest}`) ?? [];
    const disclosed = number?.disclosure?.putBefore(parts, disclosure) ?? [];
    for (const part of disclosed)
      expect(sentText(part).length).toBeLessThanOrEqual(number?.sender.maxLength ?? 0);
    expect(disclosed.map((part) => part.disclosure)[0]).toBe(disclosure);
    expect(
      disclosed
        .map(({ text }) => text)
        .join(" ")
        .split(/\s+/),
    ).toHaveLength(400);
  }
});
