import type { BusinessNumber } from "../../lib/application/ports/engine.ts";
import { type Handoff, isStartedByStaff } from "../../lib/domain/handoff/handoff.ts";
import type { PauseRules } from "../../lib/domain/handoff/pause-rules.ts";
import type { BusinessHours } from "../../lib/domain/hours/business-hours.ts";
import { nextOpening } from "../../lib/domain/hours/open-times.ts";

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;

/** People are there for `open` minutes, then away for `away`, and so on all day; from this minute of it. */
export type ShortHours = {
  open: number;
  away: number;
  from: number;
  outsideHours: "queue" | "keep-bot";
};

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const known = new Map<string, BusinessHours>();

/** Few patterns are drawn, again and again. */
function businessHours({ open, away, from }: ShortHours): BusinessHours {
  const key = `${open} ${away} ${from}`;
  const hours = known.get(key) ?? writeHours({ open, away, from });
  known.set(key, hours);
  return hours;
}

function writeHours({ open, away, from }: Pick<ShortHours, "open" | "away" | "from">): BusinessHours {
  const spans = Array.from({ length: DAY_MINUTES / (open + away) }, (_, at) => {
    const begin = at * (open + away) + from;
    return `${clock(begin % DAY_MINUTES)}-${clock((begin + open) % DAY_MINUTES)}`;
  });
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, spans]);
  return { timeZone: "UTC", open: Object.fromEntries(days), closed: [] };
}

/** What the engine is given, and what is true. Without hours somebody is there at any time. */
export class HoursOfRun {
  #short: ShortHours | undefined;
  #hours: BusinessHours | undefined;

  set(short: ShortHours | undefined) {
    this.#short = short;
    this.#hours = short && businessHours(short);
  }

  get rules(): Pick<PauseRules, "outsideHours" | "hoursOf"> {
    const hours = this.#hours;
    return { outsideHours: this.#short?.outsideHours ?? "queue", hoursOf: () => hours };
  }

  get ofNumber(): Pick<BusinessNumber, "hours" | "closedText"> {
    const hours = this.#hours;
    return hours ? { hours, closedText: (_, now) => `closed:${nextOpening(hours, now)}` } : {};
  }

  /** When somebody is there. */
  nextOpen(at: number): number {
    if (!this.#short) return at;
    const { open, away, from } = this.#short;
    const [period, begin] = [(open + away) * MINUTE, from * MINUTE];
    const since = (((at - begin) % period) + period) % period;
    return since < open * MINUTE ? at : at - since + period;
  }

  /** When so much time with somebody there has passed. */
  addOpen(at: number, ms: number): number {
    if (!this.#short) return at + ms;
    const { open, away, from } = this.#short;
    const [period, begin] = [(open + away) * MINUTE, from * MINUTE];
    let [left, now] = [ms, this.nextOpen(at)];
    for (;;) {
      const since = (((now - begin) % period) + period) % period;
      const rest = open * MINUTE - since;
      if (rest >= left) return now + left;
      left -= rest;
      now = this.nextOpen(now + rest);
    }
  }

  /** Until then the bot goes on. */
  beginOf({ reason }: Handoff, now: number): number {
    const isForNow = this.#short?.outsideHours !== "keep-bot" || reason === "loop" || reason === "rollout";
    return isForNow || isStartedByStaff({ reason }) ? now : this.nextOpen(now);
  }

  /** Whether at some time in between somebody was there, or was away until then. */
  wasOpen(from: number, to: number): boolean {
    return this.nextOpen(from) <= to;
  }
}
