import { describe, expect, it } from "@jest/globals";
import { closedTextOf, handoffTextOf } from "../../../lib/config/derived/closed-text.ts";
import { hoursOf, pauseRulesOf } from "../../../lib/config/derived/hours-of.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { ConfigurationError } from "../../../lib/config/settings/problems.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import { HOUR_MS } from "../../../lib/domain/time.ts";

const META = { name: "support", provider: "meta", phoneNumberId: "310000000000007", agentId: "agent_1" };
const SALES = { ...META, name: "sales", phoneNumberId: "310000000000008" };
const HOURS = { timeZone: "Europe/Berlin", open: { mon: ["08:00-12:00", "13:00-18:00"] } };
const settingsOf = (change: object) => completeSettings({ numbers: [META, SALES], ...change }, "dev.json");
function problemsOf(hours: unknown, where: "general" | "number" = "general"): readonly string[] {
  try {
    settingsOf(where === "general" ? { hours } : { numbers: [{ ...META, hours }] });
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const ZONE = 'use an IANA time zone such as "Europe/Berlin"';
const SPAN = 'use a time such as "08:00-12:00", with two digits each; the end may be 24:00';

describe("business hours in the settings", () => {
  it("are none by default: people are there at any time, and the bot is silent for them", () => {
    const settings = settingsOf({});
    expect([settings.hours, settings.handoff.outsideHours]).toEqual([undefined, "queue"]);
    expect(pauseRulesOf(settings).hoursOf?.(numberName("support"))).toBeUndefined();
  });

  it("count for every number, unless it has its own or is free of them", () => {
    const own = { timeZone: "UTC", open: { sun: ["00:00-24:00"] } };
    const settings = settingsOf({
      hours: HOURS,
      numbers: [
        META,
        { ...SALES, hours: own },
        { ...META, name: "free", phoneNumberId: "310000000000009", hours: "always" },
      ],
      handoff: { resumeAfterHours: 2, outsideHours: "keep-bot" },
    });
    const rules = pauseRulesOf(settings);
    expect(
      ["support", "sales", "free", "unknown"].map((name) => rules.hoursOf?.(numberName(name))?.timeZone),
    ).toEqual(["Europe/Berlin", "UTC", undefined, undefined]);
    expect(rules).toMatchObject({ resumeAfterMs: 2 * HOUR_MS, outsideHours: "keep-bot" });
  });

  it("may have nights that meet the next morning, midnight by either name, and times in any order", () => {
    const open = {
      sat: ["22:00-02:00", "08:00-12:00", "12:00-13:00"],
      sun: ["02:00-24:00"],
      mon: ["00:00-01:00"],
      tue: ["20:00-00:00"],
    };
    expect(problemsOf({ timeZone: "America/Argentina/Buenos_Aires", open, closed: ["2028-02-29"] })).toEqual(
      [],
    );
  });

  it.each<[object, string[]]>([
    [{ ...HOURS, timeZone: "Europe/Nowhere" }, [`hours.timeZone: ${ZONE}`]],
    [{ ...HOURS, timeZone: "CET" }, [`hours.timeZone: ${ZONE}`]],
    [{ ...HOURS, timeZone: "+01:00" }, [`hours.timeZone: ${ZONE}`]],
    [{ ...HOURS, timeZone: "europe/berlin" }, [`hours.timeZone: ${ZONE}`]],
    [{ ...HOURS, timeZone: "" }, [`hours.timeZone: ${ZONE}`]],
    [
      { ...HOURS, open: { mon: ["8:00-12:00", "24:00-02:00", "08:00", "10:60-11:00"] } },
      [0, 1, 2, 3].map((at) => `hours.open.mon[${at}]: ${SPAN}`),
    ],
    [
      { ...HOURS, open: { mon: ["09:00-09:00"] } },
      ['hours.open.mon[0]: begins when it ends: write "00:00-24:00" for the whole day'],
    ],
    [
      { ...HOURS, open: { mon: ["09:00-12:00", "11:59-13:00"] } },
      ["hours.open.mon[1]: overlaps with another time"],
    ],
    [
      { ...HOURS, open: { mon: ["09:00-12:00", "09:00-12:00"] } },
      ["hours.open.mon[1]: overlaps with another time"],
    ],
    [
      { ...HOURS, open: { mon: ["11:00-13:00", "09:00-12:00"] } },
      ["hours.open.mon[0]: overlaps with another time"],
    ],
    [
      { ...HOURS, open: { mon: ["22:00-06:00"], tue: ["05:00-08:00"] } },
      ["hours.open.tue[0]: overlaps with another time"],
    ],
    [
      { ...HOURS, open: { sat: ["22:00-06:00"], sun: ["05:00-08:00"] } },
      ["hours.open.sun[0]: overlaps with another time"],
    ],
    [
      { ...HOURS, open: { sun: ["22:00-06:00"], mon: ["05:00-08:00"] } },
      ["hours.open.mon[0]: overlaps with another time"],
    ],
    [{ ...HOURS, open: {} }, ["hours.open: never opens: name at least one time, or leave the hours out"]],
    [
      { ...HOURS, open: { mon: [] } },
      ["hours.open: never opens: name at least one time, or leave the hours out"],
    ],
    [
      { ...HOURS, closed: ["2026-02-29", "25.12.2026", "2026-13-01", "2026-12-25", "2026-12-25"] },
      [
        ...[0, 1, 2].map((at) => `hours.closed[${at}]: use a date such as "2026-12-25"`),
        "hours.closed[4]: is listed twice",
      ],
    ],
    [
      { ...HOURS, open: { monday: ["09:00-12:00"], mon: ["09:00-12:00"] } },
      ["hours.open.monday: no such setting"],
    ],
    [{ ...HOURS, timezone: "UTC" }, ["hours.timezone: no such setting"]],
    [{ open: HOURS.open }, ["hours.timeZone: missing, or not a string"]],
  ])("refuse %j", (hours, problems) => {
    expect(problemsOf(hours)).toEqual(problems);
  });

  it("list all problems at once, also those of a number's own", () => {
    const wrong = { timeZone: "Berlin", open: { mon: ["9-5", "10:00-10:00"] }, closed: ["never"] };
    const places = ["timeZone", "open.mon[0]", "open.mon[1]", "closed[0]"];
    const found = (where: "general" | "number") =>
      problemsOf(wrong, where).map((problem) => problem.split(": ")[0]);
    expect(found("general")).toEqual(places.map((place) => `hours.${place}`));
    expect(found("number")).toEqual(places.map((place) => `numbers[0].hours.${place}`));
    expect(problemsOf("sometimes", "number")).toEqual([
      'numbers[0].hours: use "always" or hours with timeZone and open',
    ]);
  });
});

describe("what a customer reads of a handoff outside business hours", () => {
  const sunday = Date.parse("2026-11-29T20:00:00Z");
  const textOf = (change: object, number: object = {}) => {
    const settings = settingsOf({ hours: HOURS, ...change, numbers: [{ ...META, ...number }] });
    const [first] = settings.numbers;
    const hours = first && hoursOf(settings, first);
    return first && hours && closedTextOf(settings, first, hours);
  };

  it("has the customer's language and the number's own time", () => {
    const text = textOf({ language: "auto" });
    expect(text?.("DE", sunday)).toContain("Es ist morgen um 8:00 Uhr wieder für Sie da");
    expect(text?.("US", sunday)).toContain("They will be back tomorrow at 8:00 AM and");
    const tokyo = textOf({}, { hours: { timeZone: "Asia/Tokyo", open: { mon: ["08:00-12:00"] } } });
    expect(tokyo?.("DE", sunday)).toContain("back today at 8:00 and");
  });

  it("is what the agent's action is answered, and within the hours that a person takes over", () => {
    const settings = settingsOf({ hours: HOURS, numbers: [META, { ...SALES, hours: "always" }] });
    const [support, sales] = settings.numbers.map((number) => handoffTextOf(settings, number));
    const takesOver = "A person from our team is taking over and will answer you here.";
    expect(support?.("GB", sunday)).toMatch(/back tomorrow at 8:00 and/);
    expect(support?.("GB", Date.parse("2026-11-30T07:00:00Z"))).toBe(takesOver);
    expect(sales?.("GB", sunday)).toBe(takesOver);
  });

  it("may be the business's own, with or without the time, which is never taken for a pattern", () => {
    const own = (handoffClosed: string) => textOf({ texts: { handoffClosed } })?.(undefined, sunday);
    expect(own("Back {opens}: {opens}!")).toBe("Back tomorrow at 8:00: tomorrow at 8:00!");
    expect(own("We sleep.")).toBe("We sleep.");
  });
});
