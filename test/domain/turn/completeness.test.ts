import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Content } from "../../../lib/domain/inbound/inbound.ts";
import { completenessOf } from "../../../lib/domain/turn/completeness.ts";
import { anyText } from "../../support/any-text.ts";

const of = (text: string) => completenessOf({ content: { kind: "text", text } });

describe("a message that needs nothing more", () => {
  it.each([
    "Do you ship to Canada?",
    "How much?",
    "Do you ship to Canada ?",
    "do you ship to canada??",
    "You really ship it to Canada?!",
    "I would like to return my order from Monday.",
    "I would like to return my order from Monday!",
    "Where is my order? 🙏",
    "Where is my order? 🙏🏽🇨🇦",
    "Where is my order? :)",
    "Where is my order? ;-)",
    "Where is my order?\n\n",
    "He asked: “where is my order?”",
    "*Where is my order?*",
    "(where is my order?)",
    "¿Cuánto cuesta el envío?",
    "Wo ist meine Bestellung?",
    "你们发货到加拿大吗？",
    "多少钱？",
    "カナダに発送しますか？",
    "カナダに発送してほしいです。",
    "캐나다로 배송하나요?",
    "هل تشحنون إلى كندا؟",
    "कनाडा में ऑर्डर भेज सकते हैं क्या?",
    "मुझे सोमवार का ऑर्डर वापस करना है।",
    "کیا آپ کینیڈا بھیجتے ہیں؟",
    "مجھے پیر کا آرڈر واپس کرنا ہے۔",
    "Πού είναι η παραγγελία μου;",
    "Πού είναι η παραγγελία μου;",
    "Где мой заказ?",
    `${"I have read all of it. ".repeat(60)}What now?`,
  ])("ends with a mark that says so: %s", (text) => {
    expect(of(text)).toBe("complete");
  });

  it.each<[string, Content]>([
    ["a tap on a button", { kind: "button", text: "Yes" }],
    ["a choice from a list", { kind: "choice", id: "1", title: "Returns," }],
    ["a form", { kind: "form", responseJson: "{}" }],
    ["an order", { kind: "order", items: [] }],
    ["a location", { kind: "location", latitude: 1, longitude: 2 }],
    ["an answer to the request for permission to call", { kind: "call-permission", response: "accept" }],
  ])("is %s", (_, content) => {
    expect(completenessOf({ content })).toBe("complete");
  });
});

describe("a message of which more is to come", () => {
  it.each([
    "I have a question,",
    "I have a question about this:",
    "I have a question ...",
    "I have a question..",
    "I have a question…",
    "I have a question -",
    "I have a question –",
    "I want the red one and",
    "I want the red one, or",
    "I WANT IT BUT",
    "Ich hätte gern die rote und",
    "quiero la roja pero",
    "我想问一下，",
    "我想买红色的、",
    "カナダへの発送について、",
    "عندي سؤال،",
    "мне нужна красная и",
    "मुझे लाल वाला चाहिए और",
    "Hello, 👋",
    "I have a question; 🙂",
  ])("says so by its end: %s", (text) => {
    expect(of(text)).toBe("unfinished");
  });
});

describe("of most messages nobody can tell", () => {
  it.each([
    "do you ship to canada",
    "Hello",
    "Hello!",
    "Hi.",
    "Hi?",
    "Good morning!",
    "Buenos días!",
    "你好！",
    "你好？",
    "Thank you!",
    "??",
    "🙏",
    "o",
    "y",
    "and",
    "Do you have sand",
    "12.50",
    "",
    "   ",
    "thanks :)",
    "see https://shop.example/a",
    "Do you ship to Canada? Also I need it by Friday",
  ])("so it waits as long as ever: %s", (text) => {
    expect(of(text)).toBe("open");
  });

  it.each<[string, Content]>([
    [
      "a picture, also with a question: albums arrive one by one",
      { kind: "media", media: "image", caption: "How much is this one?" },
    ],
    ["a voice note", { kind: "media", media: "voice" }],
    ["a contact card", { kind: "contacts", contacts: [] }],
    ["what was not passed on", { kind: "unsupported", type: "unknown" }],
    ["an edit", { kind: "edit", original: "wamid.1", text: "How much is this one?" }],
  ])("so does %s", (_, content) => {
    expect(completenessOf({ content })).toBe("open");
  });

  it("so does a forwarded question, which seldom comes alone", () => {
    const content = { kind: "text", text: "Do you ship to Canada?" } as const;
    expect(completenessOf({ content, forwarded: true })).toBe("open");
    expect(completenessOf({ content: { kind: "text", text: "And then," }, forwarded: true })).toBe(
      "unfinished",
    );
  });
});

describe("the judgement", () => {
  it("does not change by spaces, faces and quotes behind the text", () => {
    const behind = fc.constantFrom(" ", "\n", " 🙂", " 👍🏿", "”", ")", " :-)", "\u200f", "*");
    fc.assert(
      fc.property(
        fc.constantFrom("Do you ship to Canada?", "I have a question,", "do you ship it"),
        fc.array(behind),
        (text, more) => {
          expect(of(text + more.join(""))).toBe(of(text));
        },
      ),
    );
  });

  it("takes no time to speak of, whatever is written", () => {
    const parts = fc.constantFrom(" ", ")", ":", ":)", "🙂", "\u200d", "a", ";", "?", ".", "\n");
    const long = fc.array(parts, { minLength: 50, maxLength: 400 }).map((found) => found.join(""));
    const before = process.cpuUsage();
    fc.assert(
      fc.property(fc.oneof(long, anyText()), (text) => void of(text)),
      { numRuns: 100 },
    );
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / 100).toBeLessThan(20);
  });
});
