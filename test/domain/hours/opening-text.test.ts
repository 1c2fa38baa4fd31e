import { describe, expect, it } from "@jest/globals";
import { openingText, type Reader } from "../../../lib/domain/hours/opening-text.ts";
import { LANGUAGES } from "../../../lib/domain/language/language-codes.ts";

const HOURS = { timeZone: "Europe/Berlin", open: { mon: ["09:00-12:00", "13:00-18:00"] }, closed: [] };
const at = (now: string, reader: Reader, hours: Parameters<typeof openingText>[0] = HOURS) =>
  openingText(hours, Date.parse(`${now}Z`), reader);
const ENGLISH = { language: "en" } as const;

describe("when people are there again", () => {
  it("is today, tomorrow, or a day with its date", () => {
    expect(at("2026-11-30T11:30", ENGLISH)).toBe("today at 13:00");
    expect(at("2026-11-29T20:00", ENGLISH)).toBe("tomorrow at 9:00");
    expect(at("2026-11-28T20:00", ENGLISH)).toBe("on Monday 30 November at 9:00");
    expect(at("2026-11-28T20:00", { language: "de" })).toBe("am Montag, 30. November um 9:00 Uhr");
  });

  it("counts the days of the business's zone, also over a change of clocks", () => {
    expect(at("2026-11-29T22:59", ENGLISH)).toBe("tomorrow at 9:00");
    expect(at("2026-11-29T23:00", ENGLISH)).toBe("today at 9:00");
    const sydney = { timeZone: "Australia/Sydney", open: { mon: ["09:00-17:00"] }, closed: [] };
    expect(at("2026-11-29T12:59", ENGLISH, sydney)).toBe("tomorrow at 9:00");
    expect(at("2026-11-29T13:00", ENGLISH, sydney)).toBe("today at 9:00");
    const sunday = { ...HOURS, open: { sun: ["08:00-10:00"] } };
    expect(at("2026-03-28T23:30", ENGLISH, sunday)).toBe("today at 8:00");
    expect(at("2026-10-24T21:30", ENGLISH, sunday)).toBe("tomorrow at 8:00");
  });

  it("shows the time as the customer's country does", () => {
    const afternoon = (country: string) => at("2026-11-30T11:30", { language: "en", country });
    expect(["US", "GB", "DE", "IN", "??", ""].map(afternoon)).toEqual([
      "today at 1:00 PM",
      "today at 13:00",
      "today at 13:00",
      "today at 1:00 pm",
      "today at 13:00",
      "today at 13:00",
    ]);
    expect(at("2026-11-30T11:30", { language: "hi", country: "IN" })).toBe("आज दोपहर 1:00 बजे");
    expect(at("2026-11-30T11:30", { language: "es", country: "MX" })).toBe("hoy a las 13:00");
  });

  it("has a wording of its own in each language, with nothing left to fill in", () => {
    for (const now of ["2026-11-30T11:30", "2026-11-29T20:00", "2026-11-28T20:00"]) {
      const texts = LANGUAGES.map((language) => at(now, { language }));
      expect(new Set(texts).size).toBe(LANGUAGES.length);
      for (const text of texts) expect(text).toMatch(/^[^{}\u00a0\u202f]*\d{1,2}[:.]\d\d[^{}\u00a0\u202f]*$/);
    }
  });

  it("names no time when none is known", () => {
    expect(at("2026-11-28T20:00", ENGLISH, { ...HOURS, open: {} })).toBe("as soon as possible");
  });
});
