import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { WEEKDAYS } from "../../../lib/domain/hours/business-hours.ts";
import { hoursProblems } from "../../../lib/domain/hours/hours-problems.ts";
import { readOpenTimes } from "../../../lib/domain/hours/read-open-times.ts";

const office = (...times: string[]) =>
  Object.fromEntries(["mon", "tue", "wed", "thu", "fri"].map((day) => [day, times]));

describe("business hours as people write them", () => {
  it.each([
    ["Mon-Fri 9:00-18:00", office("09:00-18:00")],
    ["mon-fri 9-18", office("09:00-18:00")],
    ["Monday to Friday: 9am - 6pm", office("09:00-18:00")],
    ["Mon – Fri 9.00–18.00", office("09:00-18:00")],
    ["weekdays 9 a.m. to 12 p.m. and 1pm-5:30pm", office("09:00-12:00", "13:00-17:30")],
    ["Mon-Fri 8-12, 13-18; Sat 10-14", { ...office("08:00-12:00", "13:00-18:00"), sat: ["10:00-14:00"] }],
    ["Mon, Wed & Fri 9-12", { mon: ["09:00-12:00"], wed: ["09:00-12:00"], fri: ["09:00-12:00"] }],
    ["Mon-Fri 9-18, Sun closed", office("09:00-18:00")],
    ["Tuesday, Wednesdays, Thurs 9-10", { tue: ["09:00-10:00"], wed: ["09:00-10:00"], thu: ["09:00-10:00"] }],
    ["Sat-Mon 18:00-02:00", { mon: ["18:00-02:00"], sat: ["18:00-02:00"], sun: ["18:00-02:00"] }],
    ["every day 0-24", Object.fromEntries(WEEKDAYS.map((day) => [day, ["00:00-24:00"]]))],
    ["weekend 12am-12pm", { sat: ["00:00-12:00"], sun: ["00:00-12:00"] }],
    ["Fri 20-0", { fri: ["20:00-00:00"] }],
  ])("%s", (text, open) => {
    expect(readOpenTimes(text)).toEqual({ open });
  });

  it.each([
    ["9-18", "does not begin with a day"],
    ["closed", "does not begin with a day"],
    ["Mon-Fri", "has no time in it"],
    ["Mon 9-18 Tue", "has no time in it"],
    ["", "has no time in it"],
    ["Mon-Fri 9-5", '"9-5" in it, which ends before it begins'],
    ["Mon-Fri nine to five", 'has "nine-five" in it, which is neither a day nor a time'],
    ["Mon-Fri 9-25", 'has "9-25" in it'],
    ["Mon-Fri 9:75-10", 'has "9:75-10" in it'],
    ["Mon-Fri 13pm-14pm", 'has "13pm-14pm" in it'],
    ["Mon-Fri 24-25", 'has "24-25" in it'],
    ["Mon-Fri 9", 'has "9" in it'],
    ["Lun-Ven 9-18", "does not begin with a day"],
    ["Mon-Moon 9-18", "does not begin with a day"],
  ])("%s is refused: what is not understood is named", (text, problem) => {
    expect(readOpenTimes(text)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it("never become times that a deploy refuses for their form, whatever is typed", () => {
    const word = fc.constantFrom(
      "mon",
      "Sat-Tue",
      "9-18",
      "9:30-12",
      "18-2",
      "1pm-3pm",
      "closed",
      ",",
      "daily",
      "-",
      "x",
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const read = readOpenTimes(words.join(" "));
        if ("problem" in read) return;
        const problems = hoursProblems({ timeZone: "UTC", open: read.open, closed: [] });
        expect(problems.filter(({ message }) => message.startsWith("use "))).toEqual([]);
      }),
    );
  });
});
