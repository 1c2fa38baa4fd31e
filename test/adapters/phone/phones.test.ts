import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { countryOfPhone, parseContactPhone, phonesIn } from "../../../lib/adapters/phone/phones.ts";

describe("the country of a phone", () => {
  it.each([
    ["14155238886", "US"],
    ["16135550123", "CA"],
    ["18095551234", "DO"],
    ["15550177001", "US"],
    ["5215512345678", "MX"],
    ["5491123456789", "AR"],
    ["551187654321", "BR"],
    ["77011234567", "KZ"],
    ["79161234567", "RU"],
    ["919876543210", "IN"],
    ["6281234567890", "ID"],
    ["262692123456", "RE"],
    ["80012345678", undefined],
    ["999123", undefined],
    ["1", undefined],
    ["", undefined],
    ["US.123", undefined],
  ])("of %s is %s", (digits, country) => {
    expect(countryOfPhone(digits)).toBe(country);
  });
});

describe("phones in a text", () => {
  it.each([
    ["call me at 415-555-2671 or +44 20 7946 0958", "US", ["14155552671", "442079460958"]],
    ["415-555-2671, 415-555-2672", "US", ["14155552671", "14155552672"]],
    ["9876543210", "IN", ["919876543210"]],
    ["meu número é 11 98765-4321", "BR", ["5511987654321"]],
    ["0171 1234567, danke", "DE", ["491711234567"]],
    ["رقمي ٠١٠١٢٣٤٥٦٧٨", "EG", ["201012345678"]],
    ["+1 (415) 523-8886, again: +14155238886", undefined, ["14155238886"]],
    ["0171 1234567", undefined, []],
    ["0171 1234567", "ZZ", []],
    ["on 2026-11-24 12:30 for 12.50", "US", []],
    ["order #4155238886", "US", []],
    ["https://shop.example/4155238886?id=4155238886 or 4155238886@shop.example", "US", []],
    ["what is 2 + 2", "US", []],
  ])("of %j (%s) are %j", (text, country, phones) => {
    expect(phonesIn(text, country)).toEqual(phones);
  });

  it("are at most three, and found in no time whatever the text holds", () => {
    const began = performance.now();
    expect(
      phonesIn(Array.from({ length: 400 }, (_, at) => `415523${String(8000 + at)}`).join(", "), "US"),
    ).toHaveLength(3);
    for (const text of ["1 2 3 4 5 6 7 8 9 ", "(1", "0 0-0.0/", "+", "12345678901234567890", "1@"])
      phonesIn(text.repeat(2_000), "DE");
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."+0123456789-() x.#/"), maxLength: 300 }),
        fc.constantFrom("US", "BR", undefined),
        (text, country) => {
          for (const phone of phonesIn(text, country)) expect(phone).toMatch(/^[1-9]\d{5,14}$/);
        },
      ),
    );
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});

describe("a phone given to a command", () => {
  it.each([
    ["+1 (415) 523-8886", "14155238886"],
    ["0049 151 12345678", "4915112345678"],
    ["whatsapp:+14155238886", "14155238886"],
    ["+52 1 55 1234 5678", "5215512345678"],
    ["+1 555 017 7001", "15550177001"],
    ["\u202a+44\u00a020\u00a07946\u20110958\u202c", "442079460958"],
    ["\uff0b4915112345678", "4915112345678"],
    ["4915112345678", undefined],
    ["0151 12345678", undefined],
    ["+49151x", undefined],
    ["+1", undefined],
    ["+999123456", undefined],
    ["+1234567890123456", undefined],
    ["US.13491208655302741918", undefined],
    ["", undefined],
  ])("%j is %s", (text, digits) => {
    expect(parseContactPhone(text)).toBe(digits);
  });
});
