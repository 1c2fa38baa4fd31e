import { describe, expect, it } from "@jest/globals";
import { hasNewcomer, type Waiting } from "../../../web/inbox/notify/newcomers.ts";

const all = (...customers: string[]): Waiting => ({
  customers: new Set(customers),
  isWhole: true,
  count: customers.length,
});
const firstPage = (from: number, count: number): Waiting => ({
  customers: new Set(Array.from({ length: 50 }, (_, index) => `c${from + index}`)),
  isWhole: false,
  count,
});

describe("a customer who begins to wait", () => {
  it.each([
    ["is new beside others", all("a 1"), all("a 1", "b 2"), true],
    ["is new in place of another", all("a 1"), all("b 2"), true],
    ["is new when the same one waits again", all("a 1"), all("a 2"), true],
    ["is not there when one gets an answer", all("a 1", "b 2"), all("b 2"), false],
    ["is not there when nothing has changed", all("a 1"), all("a 1"), false],
    ["is new behind a long list's first page", firstPage(0, 60), firstPage(0, 61), true],
    ["is not there when the next of a long list moves up", firstPage(0, 60), firstPage(1, 59), false],
    [
      "is new as the one who makes the list long",
      { ...firstPage(0, 50), isWhole: true },
      firstPage(0, 51),
      true,
    ],
    [
      "is not there when a long list gets short",
      firstPage(0, 51),
      { ...firstPage(1, 50), isWhole: true },
      false,
    ],
  ])("%s", (_, before, now, expected) => {
    expect(hasNewcomer(before, now)).toBe(expected);
  });
});
