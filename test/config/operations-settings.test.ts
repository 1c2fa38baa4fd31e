import { describe, expect, it } from "@jest/globals";
import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";

const operationsOf = (operations?: object) =>
  parseConfiguration(settingsSchema, JSON.stringify({ ...DEMO_SETTINGS, operations }), "settings").operations;

describe("the settings of the daily check", () => {
  it("have it made at six in the morning (UTC), unless they say otherwise", () => {
    expect(operationsOf()).toEqual({ dailyCheck: true, dailyCheckHour: 6 });
    expect(operationsOf({ dailyCheck: false })).toEqual({ dailyCheck: false, dailyCheckHour: 6 });
    expect(operationsOf({ dailyCheckHour: 0 })).toEqual({ dailyCheck: true, dailyCheckHour: 0 });
  });

  it.each([{ dailyCheck: "yes" }, { dailyCheckHour: 24 }, { dailyCheckHour: 6.5 }, { daily: true }])(
    "refuse %j by its path",
    (operations) => {
      expect(() => operationsOf(operations)).toThrow(/operations/);
    },
  );
});
