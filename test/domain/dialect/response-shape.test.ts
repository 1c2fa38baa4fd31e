import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { longestTextAt, shapeOf } from "../../../lib/domain/dialect/response-shape.ts";
import { atPointer } from "../../../lib/domain/json-pointer.ts";

describe("the shape of a response", () => {
  it.each<[unknown, string]>([
    [{ response: "Hello" }, "{response: string}"],
    [
      { a: 1, b: true, c: null, d: " ", e: [], f: {} },
      "{a: number, b: boolean, c: null, d: empty string, e: [], f: {}}",
    ],
    [{ list: [{ id: "x" }, { id: "y" }, 5] }, "{list: [{id: string} or number]}"],
    [{ a: { b: { c: { d: { e: 1 } } } } }, "{a: {b: {c: {d: …}}}}"],
    ["Hello", "string"],
    [undefined, "null"],
  ])("has names and types", (json, shape) => {
    expect(shapeOf(json)).toBe(shape);
  });

  it("has no names that may be data: phones, addresses, sentences", () => {
    expect(
      shapeOf({ "15550177001": 1, "dana@example.com": 2, "My order is late": 3, ordinary_name: 4 }),
    ).toBe("{…: number, …: number, …: number, ordinary_name: number}");
  });

  it("never holds a text of the response, and stays short", () => {
    const secret = "Xyzzy-secret";
    const plain = fc.constantFrom("answer", "data", "id");
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 6 }, fc.constant(secret), fc.integer(), tie("list"), tie("object")),
      list: fc.array(tie("any"), { maxLength: 30 }),
      object: fc.dictionary(
        fc.oneof(
          plain,
          fc.string().map((name) => `${name} ${secret}`),
        ),
        tie("any"),
      ),
    })).any;
    fc.assert(
      fc.property(value, (json) => {
        expect(shapeOf(json)).not.toContain("Xyzzy");
        const pointer = longestTextAt(json);
        if (pointer !== undefined) {
          expect(pointer).not.toContain("Xyzzy");
          expect(atPointer(json, pointer)).toBe(secret);
        }
      }),
    );
  });

  it("tells where the longest text stands", () => {
    expect(longestTextAt({ id: "conv_1", data: [{ answer: "Yes, we do." }] })).toBe("/data/0/answer");
    expect(longestTextAt("Yes.")).toBe("");
    expect(longestTextAt({ blank: "   ", count: 5 })).toBeUndefined();
  });
});
