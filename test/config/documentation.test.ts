import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { KEYWORDS } from "../../lib/domain/consent/keywords/language-keywords.ts";
import { keywordDetector } from "../../lib/domain/consent/keywords.ts";
import type { TextKey } from "../../lib/domain/language/language-data.ts";
import { defaultText } from "../../lib/domain/language/languages.ts";

const docs = readFileSync("docs/configuration.md", "utf8");
const TEXTS: readonly TextKey[] = [
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
const cells = (row: string) => row.split("|").map((cell) => cell.trim());

describe("docs/configuration.md", () => {
  it("names every setting that has a default", () => {
    const number = {
      name: "support",
      provider: "meta",
      phoneNumberId: "310000000000007",
      agentId: "agent_1",
    };
    const {
      numbers: _,
      texts: __,
      ...settings
    } = parseConfiguration(settingsSchema, JSON.stringify({ numbers: [number] }), "dev.json");
    const paths = Object.entries(settings).flatMap(([section, value]) =>
      typeof value === "object" && !Array.isArray(value)
        ? Object.keys(value).map((key) => `${section}.${key}`)
        : [section],
    );
    const table = docs.slice(0, docs.indexOf("### Texts"));
    expect(paths.length).toBeGreaterThan(30);
    expect(
      paths.filter((path) => !table.includes(`\`${path}\``) && !table.includes(`\`.${path.split(".")[1]}\``)),
    ).toEqual([]);
  });

  it("quotes the English texts as they are", () => {
    const quoted = [...docs.matchAll(/^\| `texts\.(\w+)` \|[^|]*\| "([^"]+)"/gm)].map(
      ([, key = "", text]) => [key, text],
    );
    expect(quoted).toEqual(TEXTS.map((key) => [key, defaultText(key, "en")]));
  });

  it("lists keywords under what they do, and names none that does nothing", () => {
    const asks = keywordDetector({ stop: [], start: [], human: [], bot: [] });
    const meaning = (text: string) => asks({ kind: "text", text });
    for (const word of KEYWORDS) {
      const [, , listed = ""] = cells(docs.split("\n").find((row) => row.startsWith(`| \`${word}\``)) ?? "");
      const phrases = listed.replaceAll('"', "").split(/[,;]\s*/);
      expect(phrases.length).toBeGreaterThan(3);
      expect(phrases.map((phrase) => [phrase, meaning(phrase)])).toEqual(
        phrases.map((phrase) => [phrase, word]),
      );
    }
    const leftOut =
      /answers an agent's questions:([^.]+)\./.exec(docs)?.[1]?.replaceAll('"', "").split(/,\s*/) ?? [];
    expect(leftOut.map((phrase) => phrase.trim()).filter((phrase) => meaning(phrase))).toEqual([]);
    expect(leftOut.length).toBeGreaterThan(5);
  });

  it("shows settings that are valid", () => {
    const shown = [...docs.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
    const [file = "", ...examples] = shown;
    const fragments = examples.filter((example) => example.startsWith('"'));
    const whole = {
      numbers: [JSON.parse(file).numbers[0]],
      ...Object.assign({}, ...fragments.map((fragment) => JSON.parse(`{${fragment}}`))),
    };
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(["hours", "keywords", "reengagement"]));
    parseConfiguration(settingsSchema, JSON.stringify(whole), "the examples");
  });
});
