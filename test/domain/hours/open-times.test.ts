import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { BusinessHours } from "../../../lib/domain/hours/business-hours.ts";
import {
  addOpenMs,
  beforeOpenMs,
  HORIZON_DAYS,
  isOpen,
  nextOpening,
  openMsBetween,
} from "../../../lib/domain/hours/open-times.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../lib/domain/time.ts";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const everyDay = (...spans: string[]) => Object.fromEntries(WEEKDAYS.map((day) => [day, spans]));
const hoursOf = (timeZone: string, open: BusinessHours["open"], closed: string[] = []): BusinessHours => ({
  timeZone,
  open,
  closed,
});
const utc = (text: string) => Date.parse(`${text.replace(" ", "T")}:00Z`);
const shown = (at: number | undefined) =>
  at === undefined ? "never" : new Date(at).toISOString().slice(0, 16).replace("T", " ");

const SHOP = hoursOf("Europe/Berlin", { mon: ["09:00-12:00", "13:00-18:00"], sat: ["10:00-14:00"] }, [
  "2026-11-30",
]);

describe("business hours", () => {
  it("open and close by the clocks of their zone, several times a day", () => {
    const monday = (time: string) => isOpen(SHOP, utc(`2026-12-07 ${time}`));
    expect(["07:59", "08:00", "10:59", "11:00", "11:59", "12:00", "16:59", "17:00"].map(monday)).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it("skip closed days", () => {
    expect(shown(nextOpening(SHOP, utc("2026-11-28 13:00")))).toBe("2026-12-05 09:00");
  });

  it("belong to the day on which they begin: a night goes on into a closed day", () => {
    const bar = hoursOf("Europe/Berlin", { thu: ["18:00-02:00"], fri: ["18:00-02:00"] }, ["2026-12-25"]);
    expect(isOpen(bar, utc("2026-12-25 00:59"))).toBe(true);
    expect(shown(nextOpening(bar, utc("2026-12-25 01:00")))).toBe("2026-12-31 17:00");
    expect(isOpen(bar, utc("2026-12-26 00:00"))).toBe(false);
  });

  it("may last all day, and to midnight", () => {
    const always = hoursOf("America/New_York", everyDay("00:00-24:00"));
    const from = utc("2026-10-30 00:00");
    expect(openMsBetween(always, from, from + 5 * DAY_MS)).toBe(5 * DAY_MS);
    expect(addOpenMs(always, from, 3 * DAY_MS)).toBe(from + 3 * DAY_MS);
    const late = hoursOf("Asia/Kathmandu", everyDay("20:00-24:00"));
    const midnight = utc("2026-11-29 18:15");
    expect([midnight - 1, midnight].map((at) => isOpen(late, at))).toEqual([true, false]);
    expect(addOpenMs(late, midnight - HOUR_MS, 2 * HOUR_MS)).toBe(midnight + 21 * HOUR_MS);
  });

  it.each([
    ["Europe/Berlin", "2026-03-29", "08:00", "06:00"],
    ["Europe/Berlin", "2026-10-25", "08:00", "07:00"],
    ["America/New_York", "2026-03-08", "08:00", "12:00"],
    ["America/New_York", "2026-11-01", "08:00", "13:00"],
    ["Australia/Lord_Howe", "2026-10-04", "11:00", "00:00"],
    ["Australia/Lord_Howe", "2026-04-05", "11:00", "00:30"],
    ["Africa/Casablanca", "2026-02-15", "08:00", "08:00"],
    ["Africa/Casablanca", "2026-03-22", "08:00", "07:00"],
    ["Asia/Kolkata", "2026-03-29", "08:00", "02:30"],
  ])("in %s open on the day of the change %s at %s there", (timeZone, date, local, atUtc) => {
    const opening = nextOpening(hoursOf(timeZone, everyDay(`${local}-18:00`)), utc(`${date} 00:00`));
    expect(shown(opening)).toBe(`${date} ${atUtc}`);
  });

  it("count what the clocks skip and repeat as the time that really passes", () => {
    const night = hoursOf("Europe/Berlin", { sat: ["22:00-06:00"] });
    const openOn = (date: string) =>
      openMsBetween(night, utc(`${date} 12:00`), utc(`${date} 12:00`) + DAY_MS);
    expect(["2026-03-28", "2026-10-24", "2026-11-07"].map((date) => openOn(date) / HOUR_MS)).toEqual([
      7, 9, 8,
    ]);
    const skipped = hoursOf("Europe/Berlin", { sun: ["02:15-02:45"] });
    expect(shown(nextOpening(skipped, utc("2026-03-28 12:00")))).toBe("2026-04-05 00:15");
  });

  it("that never open cost no endless search, and then ordinary time counts", () => {
    const from = utc("2026-11-29 12:00");
    const dates = Array.from({ length: HORIZON_DAYS + 10 }, (_, day) =>
      new Date(from + (day - 2) * DAY_MS).toISOString().slice(0, 10),
    );
    for (const never of [hoursOf("Europe/Berlin", {}), hoursOf("UTC", everyDay("09:00-17:00"), dates)]) {
      expect([nextOpening(never, from), isOpen(never, from)]).toEqual([undefined, false]);
      expect(openMsBetween(never, from, from + 30 * DAY_MS)).toBe(0);
      expect(addOpenMs(never, from, HOUR_MS)).toBe(from + HOUR_MS);
    }
    const lastDay = hoursOf("UTC", everyDay("09:00-13:00"), dates.slice(3));
    expect(shown(addOpenMs(lastDay, from, 3 * HOUR_MS))).toBe("2026-11-29 15:00");
  });

  it("say from when a given open time is left, at a moment when somebody is there", () => {
    const office = hoursOf("UTC", everyDay("09:00-12:00", "13:00-17:00"));
    const left = (from: string, to: string, ms: number) =>
      shown(beforeOpenMs(office, { from: utc(from), to: utc(to), ms }));
    expect(left("2026-11-29 10:00", "2026-11-30 10:00", HOUR_MS)).toBe("2026-11-30 09:00");
    expect(left("2026-11-29 10:00", "2026-11-30 05:00", HOUR_MS)).toBe("2026-11-29 16:00");
    expect(left("2026-11-29 10:00", "2026-11-29 12:30", 2 * HOUR_MS)).toBe("2026-11-29 10:00");
    expect(left("2026-11-29 18:00", "2026-11-30 08:00", HOUR_MS)).toBe("never");
  });
});

/** Days around which clocks change: also by half an hour, by two hours, at midnight, and by a whole day. */
const CHANGES = [
  ["Europe/Berlin", "2026-03-29"],
  ["Europe/Berlin", "2026-10-25"],
  ["America/New_York", "2026-03-08"],
  ["America/New_York", "2026-11-01"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Africa/Casablanca", "2026-02-15"],
  ["Africa/Casablanca", "2026-03-22"],
  ["America/Havana", "2026-03-08"],
  ["America/Havana", "2026-11-01"],
  ["Antarctica/Troll", "2026-03-29"],
  ["Antarctica/Troll", "2026-10-25"],
  ["Pacific/Apia", "2011-12-30"],
  ["Asia/Kathmandu", "2026-11-29"],
  ["UTC", "2026-11-29"],
] as const;

const written = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const span = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${written(from)}-${written(to)}`);
const openDays = fc.record(
  Object.fromEntries(WEEKDAYS.map((day) => [day, fc.array(span, { maxLength: 3 })])),
  { requiredKeys: [] },
);
const situation = fc
  .tuple(
    fc.constantFrom(...CHANGES),
    openDays,
    fc.integer({ min: -2880, max: 2880 }),
    fc.integer({ min: -1, max: 2 }),
  )
  .map(([[timeZone, date], open, minutes, closedDay]) => {
    const midnight = utc(`${date} 00:00`);
    const closed = [new Date(midnight + closedDay * DAY_MS).toISOString().slice(0, 10)];
    return { hours: hoursOf(timeZone, open, closed), at: midnight + minutes * MINUTE_MS };
  });

const clocks = new Map<string, Intl.DateTimeFormat>();
function clockAt(timeZone: string, at: number): number {
  const format =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  clocks.set(timeZone, format);
  return Date.parse(`${format.format(at).replace(" ", "T")}Z`);
}

/** By the latest time that the clocks have shown so far. */
function isOpenByClock({ timeZone, open, closed }: BusinessHours, at: number): boolean {
  const shownSoFar = Array.from({ length: 181 }, (_, minute) => clockAt(timeZone, at - minute * MINUTE_MS));
  const latest = Math.max(...shownSoFar);
  return [0, 1].some((daysAgo) => {
    const midnight = (Math.floor(latest / DAY_MS) - daysAgo) * DAY_MS;
    const day = new Date(midnight);
    if (closed.includes(day.toISOString().slice(0, 10))) return false;
    return (open[WEEKDAYS[(day.getUTCDay() + 6) % 7] ?? "mon"] ?? []).some((text) => {
      const [from = 0, to = 0] = text
        .split("-")
        .map(
          (clock) =>
            utc(`1970-01-01 00:00`) +
            Number(clock.slice(0, 2)) * HOUR_MS +
            Number(clock.slice(3)) * MINUTE_MS,
        );
      const end = to > from ? to : to + DAY_MS;
      return latest >= midnight + from && latest < midnight + end;
    });
  });
}

describe("business hours around every kind of change of clocks", () => {
  const check = (property: (hours: BusinessHours, at: number) => void) =>
    fc.assert(
      fc.property(situation, ({ hours, at }) => property(hours, at)),
      { numRuns: 200 },
    );

  it("are open exactly when the clocks say so", () =>
    check((hours, at) => expect(isOpen(hours, at)).toBe(isOpenByClock(hours, at))));

  it("open next at the first open moment", () =>
    check((hours, at) => {
      const opening = nextOpening(hours, at);
      if (opening === undefined) return;
      expect(opening).toBeGreaterThanOrEqual(at);
      expect(isOpen(hours, opening)).toBe(true);
      expect(openMsBetween(hours, at, opening)).toBe(0);
      if (opening > at) expect(isOpen(hours, opening - 1)).toBe(false);
    }));

  it("have as much open time as open minutes", () =>
    check((hours, at) => {
      const minutes = Array.from({ length: 200 }, (_, minute) => isOpen(hours, at + minute * MINUTE_MS));
      const open = minutes.filter(Boolean).length * MINUTE_MS;
      expect(openMsBetween(hours, at, at + 200 * MINUTE_MS)).toBe(open);
    }));

  it("add up: open time added is open time passed", () =>
    check((hours, at) => {
      const sum = 90 * MINUTE_MS;
      // Beyond what is looked for, ordinary time counts: a minute a week is too little.
      if (openMsBetween(hours, at, at + HORIZON_DAYS * DAY_MS) < sum) return;
      const end = addOpenMs(hours, at, sum);
      expect(openMsBetween(hours, at, end)).toBe(sum);
      expect(isOpen(hours, end - 1)).toBe(true);
      const begin = beforeOpenMs(hours, { from: at, to: end, ms: HOUR_MS }) ?? 0;
      expect([openMsBetween(hours, begin, end), isOpen(hours, begin)]).toEqual([HOUR_MS, true]);
    }));
});
