import { describe, expect, it } from "@jest/globals";
import { cutText, MAX_UNDERSTOOD } from "../../../lib/domain/media/cut-text.ts";
import { oggOpusSeconds } from "../../../lib/domain/media/ogg-opus.ts";
import { plainText } from "../../../lib/domain/media/plain-text.ts";
import { spokenLanguages } from "../../../lib/domain/media/spoken-languages.ts";
import { anOggVoice } from "../../support/media-fixtures.ts";

const utf16 = (text: string, big = false) => {
  const bytes = Buffer.from(text, "utf16le");
  return new Uint8Array(big ? bytes.swap16() : bytes);
};

describe("the text of a plain file", () => {
  it.each([
    ["UTF-8", new TextEncoder().encode("Größe: 3 m²")],
    ["UTF-8 with a mark", new TextEncoder().encode("\uFEFFGröße: 3 m²")],
    ["UTF-16 with a mark", utf16("\uFEFFGröße: 3 m²")],
    ["UTF-16, the other way round", utf16("\uFEFFGröße: 3 m²", true)],
    ["UTF-16 without a mark", utf16("Größe: 3 m²")],
    ["Latin-1", new Uint8Array(Buffer.from("Größe: 3 m²", "latin1"))],
  ])("is read from %s", (_, bytes) => expect(plainText(bytes)).toBe("Größe: 3 m²"));

  it.each([
    ["zeros", new Uint8Array(40)],
    ["control characters", new TextEncoder().encode("a\u0001b")],
    ["SVG", new TextEncoder().encode("\n<svg onload='x()'></svg>")],
    ["XML", new TextEncoder().encode("<?xml version='1.0'?><a/>")],
  ])("is not in %s", (_, bytes) => expect(plainText(bytes)).toBeUndefined());
});

describe("what was understood", () => {
  it("is cut at a word's end and says so, never inside a character", () => {
    expect(cutText("a".repeat(MAX_UNDERSTOOD))).toEqual({ text: "a".repeat(MAX_UNDERSTOOD) });
    expect(cutText(`${"ab ".repeat(5)}abcdefgh`, 17)).toEqual({
      text: "ab ab ab ab ab ab".slice(0, 17),
      cut: true,
    });
    expect(cutText("💡💡💡", 3)).toEqual({ text: "💡", cut: true });
  });
});

describe("the length of a voice note", () => {
  it.each([1, 2.5, 61])("is found without decoding: %s s", (seconds) =>
    expect(oggOpusSeconds(anOggVoice({ seconds }))).toBeCloseTo(seconds),
  );

  it("is unknown for anything else", () => {
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array(500),
      new TextEncoder().encode(`OggS${"x".repeat(60)}`),
    ])
      expect(oggOpusSeconds(bytes)).toBeUndefined();
  });

  it("is 0 for a cut file", () => expect(oggOpusSeconds(anOggVoice().subarray(0, 60))).toBe(0));
});

describe("the languages of a voice note", () => {
  it.each([
    [undefined, "de", "DE", ["de-DE", "en-US"]],
    [undefined, "de", "CH", ["de-CH", "en-US"]],
    [undefined, "en", "GB", ["en-GB"]],
    [undefined, "es", "ES", ["es-ES", "en-US"]],
    [undefined, "es", "CO", ["es-US", "en-US"]],
    [["de-DE", "tr-TR", "en-GB"], "en", undefined, ["en-GB", "de-DE", "tr-TR"]],
    [["de-DE", "de-CH"], "en", "CH", ["de-DE"]],
    [["en-US", "en-GB", "fr-FR"], "en", "GB", ["en-GB", "fr-FR"]],
    [["ja-JP"], "en", "JP", ["ja-JP"]],
  ] as const)("of %j for a customer of %s in %s are %j", (settings, language, country, expected) =>
    expect(spokenLanguages(settings, language, country)).toEqual(expected),
  );
});
