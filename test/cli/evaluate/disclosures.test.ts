import { expect, it } from "@jest/globals";
import { disclosuresOf, withoutDisclosure } from "../../../cli/evaluate/disclosures.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { defaultText } from "../../../lib/domain/language/languages.ts";
import { DEMO_SETTINGS } from "../../../local/demo.ts";

const settings = completeSettings(
  { ...DEMO_SETTINGS, texts: { disclosure: "*Lumi*, a robot, answers." } },
  "the test",
);

it.each([
  [`${defaultText("disclosure", "de")}\n\nJa, gerne.`, "Ja, gerne."],
  ["Lumi, a robot, answers.\n\nYes.", "Yes."],
  ["Yes.\n\nLumi, a robot, answers.", "Yes.\n\nLumi, a robot, answers."],
  ["Lumi, a robot, answers. Always.", "Lumi, a robot, answers. Always."],
])("leaves the agent its own words: %j", (text, expected) => {
  expect(withoutDisclosure(text, disclosuresOf(settings))).toBe(expected);
});
