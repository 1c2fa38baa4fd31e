import { describe, expect, it } from "@jest/globals";
import { samePhone, spellingsOf } from "../../lib/domain/same-phone.ts";

describe("spellings of a phone", () => {
  it.each([
    ["5215512345678", "525512345678"],
    ["5491123456789", "541123456789"],
    ["5511987654321", "551187654321"],
  ])("%s and %s are the same", (one, other) => {
    expect(spellingsOf(one)).toEqual([one, other]);
    expect(spellingsOf(other)).toEqual([other, one]);
    expect(samePhone(one, other) && samePhone(other, one)).toBe(true);
  });

  it("are one where there is only one, also for Brazil's landlines", () => {
    for (const phone of ["14155238886", "4915112345678", "551133334444", "52155", ""]) expect(spellingsOf(phone)).toEqual([phone]);
    expect(samePhone("14155238886", "14155238887")).toBe(false);
  });
});
