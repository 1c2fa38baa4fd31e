import { describe, expect, it } from "@jest/globals";
import { outgoingContent } from "../../../../lib/providers/meta/sending/outgoing-content.ts";

const many = (count: number, letters = 1) =>
  Array.from({ length: count }, (_, index) => String.fromCharCode(97 + index).repeat(letters));
const kindOf = (text: string, options: readonly string[]) => {
  const content = outgoingContent({ text, options }, false);
  return "interactive" in content ? content.interactive?.type : content.type;
};

describe("what a message to Meta shows", () => {
  it("is text, with a preview only when asked", () => {
    expect(outgoingContent({ text: "Hi" }, false)).toEqual({
      type: "text",
      text: { preview_url: false, body: "Hi" },
    });
    expect(outgoingContent({ text: "Hi" }, true)).toEqual({
      type: "text",
      text: { preview_url: true, body: "Hi" },
    });
  });

  it.each([
    ["image", "Our lamp", { caption: "Our lamp" }],
    ["image", "", {}],
    ["video", "Our lamp", { caption: "Our lamp" }],
    ["audio", "Our lamp", {}],
    ["document", "Our prices", { caption: "Our prices", filename: "prices.pdf" }],
  ] as const)("is a file by its link: %s with the text %j", (kind, text, more) => {
    const media = { kind, url: "https://cdn.example.com/x", filename: "prices.pdf" };
    expect(outgoingContent({ text, media }, true)).toEqual({
      type: kind,
      [kind]: { link: media.url, ...more },
    });
  });

  it("has reply buttons for up to three short options, below the whole text", () => {
    expect(outgoingContent({ text: "Which?\n- Red\n- Blue", options: ["Red", "Blue"] }, true)).toEqual({
      type: "interactive",
      interactive: {
        type: "button",
        body: { text: "Which?\n- Red\n- Blue" },
        action: {
          buttons: [
            { type: "reply", reply: { id: "option-1", title: "Red" } },
            { type: "reply", reply: { id: "option-2", title: "Blue" } },
          ],
        },
      },
    });
  });

  it("has a list for more options", () => {
    expect(outgoingContent({ text: "Which?", options: ["a", "b", "c", "d"] }, false)).toEqual({
      type: "interactive",
      interactive: {
        type: "list",
        body: { text: "Which?" },
        action: {
          button: "Choose",
          sections: [{ rows: ["a", "b", "c", "d"].map((title, at) => ({ id: `option-${at + 1}`, title })) }],
        },
      },
    });
  });

  it.each([
    ["Elegir", "Elegir"],
    ["x".repeat(20), "x".repeat(20)],
    ["x".repeat(21), "Choose"],
    [" ", "Choose"],
  ])("opens the list with %j as %j: a word that Meta refuses would cost the message", (choose, button) => {
    expect(outgoingContent({ text: "Which?", options: many(4) }, false, choose)).toMatchObject({
      interactive: { action: { button } },
    });
  });

  it.each([
    ["three of 20 characters", "button", "Which?", many(3, 20)],
    ["one of 21 characters", "list", "Which?", many(3, 21)],
    ["a text of 1,024 characters", "button", "x".repeat(1_024), many(3)],
    ["a longer text", "list", "x".repeat(1_025), many(3)],
    ["ten of 24 characters, and 4,096 of text", "list", "x".repeat(4_096), many(10, 24)],
    ["eleven", "text", "Which?", many(11)],
    ["one of 25 characters", "text", "Which?", many(3, 25)],
    ["a text longer than any", "text", "x".repeat(4_097), many(3)],
    ["none", "text", "Which?", []],
    ["an empty one", "text", "Which?", ["", "b"]],
  ])("keeps within Meta's limits: %s gives a %s", (_, kind, text, options) =>
    expect(kindOf(text, options)).toBe(kind),
  );
});
