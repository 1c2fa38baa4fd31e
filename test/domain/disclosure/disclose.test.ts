import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { disclose } from "../../../lib/domain/disclosure/disclose.ts";
import { type ReplyRules, replyParts } from "../../../lib/domain/markup/parts/reply-parts.ts";
import { type ReplyPart, sentText } from "../../../lib/domain/turn/turn.ts";
import { META_FILES } from "../../../lib/providers/meta/sending/files.ts";
import { outgoingContent } from "../../../lib/providers/meta/sending/outgoing-content.ts";
import { TWILIO_FILES } from "../../../lib/providers/twilio/sending/files.ts";
import { unicodeText } from "../../support/markup-arbitraries.ts";

const AI = "You are chatting with an AI assistant. To reach a person, write HUMAN.";
const ROOM = AI.length + 2;
const META: ReplyRules = {
  markup: "markdown",
  maxLength: 4_096,
  showsOptions: true,
  mediaHosts: ["cdn.example.com"],
  files: META_FILES,
  disclosure: AI,
};
const TWILIO: ReplyRules = { ...META, maxLength: 1_600, showsOptions: false, files: TWILIO_FILES };
const { disclosure: _, ...PLAIN } = META;
const CDN = "https://cdn.example.com";
const NOVA = `![Nova](${CDN}/nova.jpg)`;

/** As sent; a file before its caption. */
const shown = (parts: readonly ReplyPart[]) =>
  parts.map((part) => `${part.media ? `${part.media.kind} | ` : ""}${sentText(part)}`);
const sent = (answer: string, rules = META) => shown(replyParts(answer, rules));
const words = (length: number) =>
  "lamp "
    .repeat(Math.ceil(length / 5))
    .slice(0, length - 1)
    .concat(".");

describe("the first answer", () => {
  it("has the disclosure in front, in the same message", () => {
    expect(sent("Yes.")).toEqual([`${AI}\n\nYes.`]);
  });

  it.each([
    ["a list", "- one\n- two", "- one\n- two"],
    ["a quote", "> so\n\nYes.", "> so\n\nYes."],
    ["bold and a heading", "# Hours\n**Mon** to *Fri*", "*Hours*\n\n*Mon* to _Fri_"],
    ["code", "```\na_b\n```", "```\na_b\n```"],
    [
      "a table",
      "| a | b |\n|---|---|\n| 1 | 2 |",
      replyParts("| a | b |\n|---|---|\n| 1 | 2 |", PLAIN)[0]?.text,
    ],
  ])("that begins with %s is read as if nothing stood before it", (_name, answer, expected) => {
    expect(sent(answer)).toEqual([`${AI}\n\n${expected}`]);
  });

  it.each([
    ["Meta", META],
    ["Twilio", TWILIO],
  ] as const)("fills its message to the last character at %s", (_name, rules) => {
    const [fits, tooLong] = [words(rules.maxLength - ROOM), words(rules.maxLength - ROOM + 1)];
    expect(sent(fits, rules)).toEqual([`${AI}\n\n${fits}`]);
    const split = sent(tooLong, rules);
    expect(split).toHaveLength(2);
    expect(split[0]?.length).toBeGreaterThan(rules.maxLength / 2);
  });

  it("is never cut right behind the disclosure, also where nothing else is a good place", () => {
    const [first = ""] = sent("x".repeat(9_000));
    expect(first.length).toBeGreaterThan(4_000);
  });

  it("needs no further message for it where the last one has room", () => {
    const answer = `${words(4_080)} ${words(2_000)}`;
    expect([replyParts(answer, PLAIN).length, replyParts(answer, META).length]).toEqual([2, 2]);
  });

  it("is a picture's caption, with the disclosure in front of it", () => {
    expect(sent(`The lamp.\n\n${NOVA}`)).toEqual([`image | ${AI}\n\nThe lamp.\n\nNova`]);
    expect(sent(`![](${CDN}/nova.jpg)`)).toEqual([`image | ${AI}`]);
  });

  it("goes below the picture when it is too long for a caption by the disclosure alone", () => {
    const text = words(1_024 - ROOM + 1 - "\n\nNova".length);
    expect(replyParts(`${text}\n\n${NOVA}`, PLAIN)).toHaveLength(1);
    expect(sent(`${text}\n\n${NOVA}`)).toEqual([`image | ${AI}\n\nNova`, `${text}\n\nNova`]);
  });

  it("comes before a file that shows no caption", () => {
    const song = `${CDN}/song.mp3`;
    expect(sent(`Listen:\n\n${song}`)).toEqual([`${AI}\n\nListen:`, "audio | "]);
    expect(sent(`Listen: [prices](${CDN}/prices.pdf)`, TWILIO)).toEqual([
      `${AI}\n\nListen: prices`,
      "document | ",
    ]);
  });

  it("is the link of such a file when there is nothing else", () => {
    expect(sent(`${CDN}/song.mp3`)).toEqual([`${AI}\n\n${CDN}/song.mp3`]);
    expect(sent(`${CDN}/song.mp3\n\n${CDN}/other.mp3`)).toEqual([`${AI}\n\n${CDN}/song.mp3`, "audio | "]);
  });

  it("keeps its buttons while the body has room for both, else they are a list", () => {
    const typeFor = (length: number) => {
      const question = `${words(length - "\n\nWhich?\n\n- Nova\n- Sol".length)}\n\nWhich?\n\n- Nova\n- Sol`;
      const [part] = replyParts(question, META);
      if (!part) throw new Error("no part");
      expect(part.options).toEqual(["Nova", "Sol"]);
      const content = outgoingContent({ ...part, text: sentText(part) }, false);
      return "interactive" in content ? content.interactive : undefined;
    };
    expect(typeFor(1_024 - ROOM)).toMatchObject({ type: "button" });
    expect(typeFor(1_024 - ROOM + 1)).toMatchObject({ type: "list" });
  });

  it.each([
    ["Meta", META],
    ["Twilio", TWILIO],
  ] as const)("whatever it is, discloses once, first, and within the limits of %s", (_name, rules) => {
    const piece = fc.oneof(
      unicodeText,
      fc.integer({ min: 900, max: 5_000 }).map(words),
      fc.constantFrom(NOVA, `${CDN}/song.mp3`, `[p](${CDN}/p.pdf)`, "Which?\n- a\n- b"),
    );
    const answers = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("\n\n"));
    fc.assert(
      fc.property(answers, (answer) => {
        const without = replyParts(answer, { ...rules, disclosure: undefined });
        const parts = replyParts(answer, rules);
        expect(parts.length === 0).toBe(without.length === 0);
        expect(parts.length).toBeLessThanOrEqual(without.length + 1);
        expect(parts.flatMap((part, at) => (part.disclosure === undefined ? [] : [at]))).toEqual(
          parts.length === 0 ? [] : [0],
        );
        for (const part of parts) {
          expect(sentText(part).length).toBeLessThanOrEqual(part.media ? 1_024 : rules.maxLength);
          expect(part.media !== undefined || part.text !== "").toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("finished parts", () => {
  const limits = { maxLength: 100, files: META_FILES };
  const image = { kind: "image", url: `${CDN}/nova.jpg` } as const;

  it("are split again where the first one has no room, and options stay at the end", () => {
    const parts = disclose([{ text: words(90), options: ["a", "b"] }, { text: "more" }], AI, limits);
    expect(parts[0]).toMatchObject({ disclosure: AI });
    expect(parts.map(({ options }) => options)).toEqual([
      ...parts.slice(0, -2).map(() => undefined),
      ["a", "b"],
      undefined,
    ]);
    for (const part of parts) expect(sentText(part).length).toBeLessThanOrEqual(100);
  });

  it("keep what they quote, and a template is left alone", () => {
    const quoting = { text: "yes", replyTo: "m1" as never };
    expect(disclose([quoting], AI, { ...limits, maxLength: 4_096 })).toEqual([
      { ...quoting, disclosure: AI },
    ]);
    const template = { text: "hello", template: { name: "hello" } };
    expect(disclose([template], AI, limits)).toEqual([template]);
    expect(disclose([], AI, limits)).toEqual([]);
    expect(disclose([{ text: "", media: image }], AI, { maxLength: 4_096, files: undefined })).toEqual([
      { text: image.url, disclosure: AI },
    ]);
  });
});
