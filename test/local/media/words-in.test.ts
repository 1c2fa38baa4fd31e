import { describe, expect, it } from "@jest/globals";
import { wordsIn } from "../../../local/media/words-in.ts";
import { shippedFile } from "../../../local/page/acts/customer-files.ts";
import { aJpeg } from "../../support/media-fixtures.ts";

describe("what the stand-ins of engines find in a file", () => {
  it.each([
    ["voice", "Do you have a desk lamp for a small desk?"],
    ["photo", "A dark green desk lamp"],
    ["document", "Aurora desk lamp, dimmable, 40 cm        79.00 USD"],
  ] as const)("is what is in it, of the page's own files: %s", (what, words) =>
    expect(wordsIn(shippedFile(what).bytes, "a file")).toContain(words),
  );

  it("is what its comments say, else only that there is a file", () => {
    expect(wordsIn(aJpeg({ words: "a red lamp" }), "a picture")).toBe("a red lamp");
    expect(wordsIn(new Uint8Array([1, 2, 3]), "a picture")).toBe("a picture of 3 bytes, 039058");
  });
});
