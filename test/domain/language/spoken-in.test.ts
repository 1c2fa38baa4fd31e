import { expect, it } from "@jest/globals";
import { languageSpokenIn } from "../../../lib/domain/language/spoken-in.ts";

it.each([
  ["DE", "German"],
  ["CH", "German"],
  ["BR", "Portuguese"],
  ["IN", "Hindi"],
  ["IT", "Italian"],
  ["UA", "Ukrainian"],
  ["US", "English"],
  ["ZZ", undefined],
  ["XX", undefined],
  ["001", undefined],
  ["", undefined],
  [undefined, undefined],
])("most people in %s speak %s", (country, language) => {
  expect(languageSpokenIn(country)).toBe(language);
});
