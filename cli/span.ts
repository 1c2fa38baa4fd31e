import { InvalidArgumentError } from "commander";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../lib/domain/time.ts";

const UNITS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** "30m", "2h", "1d" to milliseconds. */
export function span(text: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([smhd])$/.exec(text) ?? [];
  const length = UNITS[unit];
  if (!count || !length) throw new InvalidArgumentError('Write it as "30m", "2h" or "1d".');
  return Number(count) * length;
}
