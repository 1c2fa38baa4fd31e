import { describe, expect, it } from "@jest/globals";
import { staffMedia } from "../../../lib/domain/media/staff-file.ts";
import { partText } from "../../../lib/domain/turn/part-text.ts";
import type { ReplyPart } from "../../../lib/domain/turn/turn.ts";

const bill = staffMedia({ id: "f1", name: 'bill "May".pdf', kind: "document", type: "application/pdf" });

describe("a part where its file is not shown", () => {
  it.each<[ReplyPart, string]>([
    [{ text: "Hello" }, "Hello"],
    [{ text: "Your bill", media: bill }, `[document "bill 'May'.pdf"] Your bill`],
    [{ text: "", media: bill }, `[document "bill 'May'.pdf"]`],
    [
      { text: "This one", media: { kind: "image", url: "https://cdn.example.com/a.jpg" } },
      "This one\nhttps://cdn.example.com/a.jpg",
    ],
    [
      { text: "x", template: { name: "t", language: "en", preview: "Your order has left." } },
      "Your order has left.",
    ],
  ])("is %j in words", (part, words) => {
    expect(partText(part)).toBe(words);
  });
});
