import { describe, expect, it } from "@jest/globals";
import type { Answer, ShownMessage } from "../../../cli/evaluate/answer.ts";
import { checkAnswer } from "../../../cli/evaluate/check-answer.ts";
import { languageDetector } from "../../../cli/evaluate/detect-language.ts";
import { isAllowed, linkedHosts } from "../../../cli/evaluate/link-hosts.ts";
import type { Checks } from "../../../cli/evaluate/question-schema.ts";

const aMessage = (text: string, change: Partial<ShownMessage> = {}): ShownMessage => ({
  text,
  lines: [],
  options: [],
  ...change,
});
const anAnswer = (change: Partial<Answer> = {}, text = "Yes, we ship to Canada for CA$12."): Answer => ({
  ending: "answered",
  messages: [aMessage(text)],
  seconds: 3,
  askedAgain: false,
  ...change,
});
const verdicts = (answer: Answer, checks: Checks) =>
  Object.fromEntries(checkAnswer(answer, checks, undefined).map(({ check, verdict }) => [check, verdict]));
const text = (value: string, caseSensitive = false) => ({ text: value, caseSensitive });
const regex = (value: string, caseSensitive = false) => ({ regex: value, caseSensitive });

it("passes an answer that is what it must be", () => {
  const checks: Checks = {
    withinSeconds: 3,
    oneMessage: true,
    contains: [text("SHIP to canada"), regex("ca\\$\\d+")],
    excludes: [text("Alaska")],
    links: [],
    handoff: false,
  };
  expect(new Set(Object.values(verdicts(anAnswer(), checks)))).toEqual(new Set(["passed"]));
});

it.each<[string, Partial<Answer>, Checks, string]>([
  ["too late", { seconds: 3.1 }, { withinSeconds: 3 }, "withinSeconds"],
  ["two messages", { messages: [aMessage("a"), aMessage("b")] }, { oneMessage: true }, "oneMessage"],
  ["a missing text", {}, { contains: [text("Alaska")] }, "contains"],
  ["another case where case matters", {}, { contains: [text("SHIP", true)] }, "contains"],
  ["a text that must not be there", {}, { excludes: [text("CANADA")] }, "excludes"],
  ["an expression that must not match", {}, { excludes: [regex("^yes")] }, "excludes"],
  ["a person where none may be", { handoff: "asked" }, { handoff: false }, "handoff"],
  ["no person where one must be", {}, { handoff: true }, "handoff"],
  ["a foreign link", { messages: [aMessage("see https://evil.example/x")] }, { links: [] }, "links"],
  ["a promise", { messages: [aMessage("A colleague will call you.")] }, {}, "personPromise"],
  ["no answer", { ending: "failed", messages: [aMessage("Sorry")] }, {}, "answered"],
])("fails %s, and nothing else", (_, change, checks, name) => {
  const found = verdicts(anAnswer(change), checks);
  expect(Object.entries(found).filter(([, verdict]) => verdict === "failed")).toEqual([[name, "failed"]]);
});

it("counts a person who takes over as an answer only where one is expected", () => {
  const handedOff = anAnswer({
    ending: "handed-off",
    handoff: "asked",
    messages: [aMessage("A person comes.")],
  });
  expect(verdicts(handedOff, { handoff: true })).toMatchObject({ answered: "passed", handoff: "passed" });
  expect(verdicts(handedOff, {})).toEqual({ answered: "failed" });
  expect(verdicts({ ...handedOff, messages: [] }, { handoff: true })).toMatchObject({ answered: "failed" });
});

it("allows a promise that is kept, or where the file allows it", () => {
  const promise = anAnswer({}, "A colleague will call you.");
  expect(verdicts({ ...promise, handoff: "phrase" }, {})).toMatchObject({ personPromise: "passed" });
  expect(verdicts(promise, { personPromise: "allow" })).toEqual({ answered: "passed" });
});

it("checks nothing but the failure where the customer got only the fallback line", () => {
  const found = verdicts(anAnswer({ ending: "failed" }), { contains: [text("nothing")], withinSeconds: 1 });
  expect(found).toEqual({ answered: "failed" });
});

it("finds texts across line breaks, spaces, quotation marks and buttons", () => {
  const answer = anAnswer({
    messages: [aMessage("We\u00a0ship\nto “Canada”.", { options: ["Standard"] }), aMessage("Don’t worry")],
  });
  const contains = ['ship to "Canada"', "standard", "don't worry"].map((each) => text(each));
  expect(verdicts(answer, { contains })).toMatchObject({ contains: "passed" });
});

describe("links", () => {
  it("are what a phone makes a link of, files too, but no addresses and no end of a sentence", () => {
    const answer = anAnswer({
      messages: [
        aMessage(
          "https://Shop.example/a?b, www.two.example; three.com! write to a@four.com. Yes.No 1.5 e.g.the",
        ),
        aMessage("", { file: "https://cdn.example/x.png" }),
        aMessage("", { file: "/local/x.png" }),
      ],
    });
    expect(linkedHosts(answer).toSorted()).toEqual([
      "cdn.example",
      "shop.example",
      "three.com",
      "www.two.example",
    ]);
  });

  it.each([
    ["shop.example", ["shop.example"], true],
    ["www.shop.example", ["shop.example"], true],
    ["a.shop.example", ["*.shop.example"], true],
    ["a.shop.example", ["shop.example"], false],
    ["shop.example.evil.example", ["shop.example"], false],
    ["evilshop.example", ["*.shop.example"], false],
  ])("to %s with %j: %s", (host, allowed, expected) => {
    expect(isAllowed(host, allowed)).toBe(expected);
  });
});

describe("the language", () => {
  const SENTENCES = {
    en: "Yes, we ship to Canada. It takes five to eight days.",
    de: "Ja, wir liefern nach Österreich. Das dauert fünf bis acht Tage.",
    es: "Sí, enviamos a Canadá. Tarda de cinco a ocho días.",
    pt: "Sim, enviamos para Portugal. Demora de cinco a oito dias.",
    fr: "Oui, nous livrons au Canada. Cela prend cinq à huit jours.",
    id: "Ya, kami mengirim ke seluruh Indonesia dalam lima hari.",
    ar: "نعم، نشحن إلى كندا خلال خمسة أيام.",
    hi: "हाँ, हम कनाडा भेजते हैं। इसमें पाँच दिन लगते हैं।",
  };

  it.each(Object.entries(SENTENCES))("%s is recognised, and no other", async (language, sentence) => {
    const detector = await languageDetector();
    for (const other of Object.keys(SENTENCES))
      expect([other, detector.detect(sentence, other).kind]).toEqual([
        other,
        other === language ? "is" : "other",
      ]);
  });

  it.each(["OK!", "Ja, gerne!", "Aurora desk lamp: €59", "12:00", "👍", "https://lumen.example/de/versand"])(
    "of %j is undecided, which is no failure",
    async (short) => {
      const detector = await languageDetector();
      expect(detector.detect(short, "pt").kind).toBe("undecided");
      const [, found] = checkAnswer(anAnswer({}, short), { language: "pt" }, detector);
      expect(found).toMatchObject({ check: "language", verdict: "undecided" });
    },
  );

  it("knows which it can recognise", async () => {
    const detector = await languageDetector();
    expect(["id", "no", "nb", "it", "ja"].filter((each) => !detector.knows(each))).toEqual([]);
    expect(detector.knows("xx")).toBe(false);
  });
});
