import type { Rules } from "../../lib/application/ports/engine.ts";
import type { BusinessHours } from "../../lib/domain/hours/business-hours.ts";
import { isOpen } from "../../lib/domain/hours/open-times.ts";
import { engineWorld } from "./engine-world.ts";

const DAYS = ["mon", "tue", "wed", "thu", "fri"] as const;

/** From Monday to Friday, 9 to 12 and 13 to 18. */
export const OFFICE: BusinessHours = {
  timeZone: "Europe/Berlin",
  open: Object.fromEntries(DAYS.map((day) => [day, ["09:00-12:00", "13:00-18:00"]])),
  closed: [],
};

/** Berlin in winter. */
export const berlin = (local: string) => Date.parse(`${local.replace(" ", "T")}:00+01:00`);

/** An engine whose number has business hours. The clock begins at this time in Berlin. */
export function hoursWorld(
  local: string,
  {
    hours = OFFICE,
    rules = {},
    ...change
  }: { hours?: BusinessHours; rules?: Partial<Rules> } & Omit<
    NonNullable<Parameters<typeof engineWorld>[0]>,
    "rules" | "number"
  > = {},
) {
  const world = engineWorld({
    number: { hours, closedText: (_, now) => `closed${isOpen(hours, now) ? " by mistake" : ""}` },
    rules: { hoursOf: () => hours, noteForAgent: false, ...rules },
    ...change,
  });
  world.clock.time = berlin(local);
  return {
    ...world,
    at: (time: string) => {
      world.clock.time = berlin(time);
    },
    /** The customer writes then, and the worker comes. */
    async writes(time: string, text: string) {
      world.clock.time = berlin(time);
      await world.write(text);
      return world.run();
    },
  };
}
