import { expect, it } from "@jest/globals";
import { Acquaintances } from "../../local/acquaintances.ts";
import { DANA } from "../../local/customer.ts";

const HOUR = 3_600_000;

it("a customer who is met again keeps each number's window", () => {
  const known = new Acquaintances();
  const meet = () => known.meet({ ...DANA }, ["dana"]);
  meet();
  known.wrote("one", { ...DANA }, 0);
  meet();
  known.wrote("other", { ...DANA }, 10 * HOUR);
  meet();
  const windows = (now: number) =>
    ["one", "other", "third"].map((number) => known.window(number, "dana", now));
  expect(windows(23 * HOUR)).toEqual(["open", "open", "closed"]);
  expect(windows(24 * HOUR)).toEqual(["closed", "open", "closed"]);
  expect(known.window("one", "kim", 0)).toBe("stranger");
});
