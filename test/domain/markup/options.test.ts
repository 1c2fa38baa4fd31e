import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { formatAnswer } from "../../../lib/domain/markup/format.ts";
import { findOptions } from "../../../lib/domain/markup/options.ts";

const listed = (...items: string[]) => `Which one?\n${items.map((item) => `- ${item}`).join("\n")}`;
const numbered = (count: number) => listed(...Array.from({ length: count }, (_, index) => `Choice ${index + 1}`));

describe("options that a reply ends in", () => {
  it.each<[string, string, string[]]>([
    ["below a question", "Hi!\n\nWhich colour?\n- Red\n- Blue", ["Red", "Blue"]],
    ["below a colon, after a blank line", "Please choose:\n\n1. Morning\n2. Evening", ["Morning", "Evening"]],
    ["with other marks of lists", "Ok?\n• Yes\n* No", ["Yes", "No"]],
    ["numbered with a parenthesis", "Ok?\n1) Yes\n2) No", ["Yes", "No"]],
    ["in markup", "*Which one?*\n- *Red*\n- _Blue_ ~old~\n- `X-1`", ["Red", "Blue old", "X-1"]],
    ["with guards against markup", "Ok?\n- 2\u2060*3\n- 4", ["2*3", "4"]],
    ["below a question with a smile", "Which one? 😊\n- Red\n- Blue", ["Red", "Blue"]],
    ["below a heart with its variation selector", "Which one? ❤️\n- Red\n- Blue", ["Red", "Blue"]],
    ["in Chinese and in Arabic", "选哪个？\n- 红\n- 蓝", ["红", "蓝"]],
    ["of 24 characters", listed("x".repeat(24), "y"), ["x".repeat(24), "y"]],
    ["ten of them", numbered(10), Array.from({ length: 10 }, (_, index) => `Choice ${index + 1}`)],
  ])("are found: %s", (_, text, options) => expect(findOptions(text)).toEqual(options));

  it.each([
    ["there is no list", "Which colour?"],
    ["there is nothing", ""],
    ["only one", listed("Red")],
    ["eleven", numbered(11)],
    ["thousands", numbered(5_000)],
    ["one is longer than 24 characters", listed("x".repeat(25), "y")],
    ["two are the same but for case", listed("Red", "red")],
    ["one has an address", listed("www.example.com", "Blue")],
    ["one is only a mark", "Which?\n- \n- Red"],
    ["nothing is asked", "We have these.\n- Red\n- Blue"],
    ["nothing stands before the list", "- Red\n- Blue"],
    ["something follows the list", `${listed("Red", "Blue")}\n\nTell me!`],
    ["the list is a listing in a monospace block", "Which?\n```\n- Red\n- Blue```"],
    ["the list is nested", "Which?\n- Warm:\n  - Red\n  - Blue"],
  ])("are not there when %s", (_, text) => expect(findOptions(text)).toBeUndefined());

  it("are found in an agent's Markdown once it is formatted", () => {
    expect(findOptions(formatAnswer("### Which **size** do you need?\n\n* **Small**\n* Medium\n* Large", "auto"))).toEqual([
      "Small",
      "Medium",
      "Large",
    ]);
  });

  it("keep within what a list of Meta's takes, whatever the text", () => {
    const line = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("Which?", "- Red", "- *B*", "1. x", "", "```", "- 😀😀", "* `a` *b*"),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const options = findOptions(lines.join("\n"));
        if (!options) return;
        expect(options.length).toBeGreaterThan(1);
        expect(options.length).toBeLessThan(11);
        for (const option of options) expect(option.trim().length > 0 && option.length <= 24).toBe(true);
        expect(new Set(options).size).toBe(options.length);
      }),
    );
  });
});
