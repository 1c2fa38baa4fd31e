import { expect, it } from "@jest/globals";
import { newestOnly } from "../../../web/inbox/data/newest.ts";

it("an answer is shown unless one that was asked for later was shown before", () => {
  const ask = newestOnly();
  const [first, second, third] = [ask(), ask(), ask()];
  expect(second()).toBe(true);
  expect(first()).toBe(false);
  expect(third()).toBe(true);
  expect(second()).toBe(false);
  expect(ask()()).toBe(true);
});

it("answers in the order of their questions are all shown", () => {
  const ask = newestOnly();
  const [first, second] = [ask(), ask()];
  expect([first(), second()]).toEqual([true, true]);
});
