import { InvalidArgumentError } from "commander";

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses "30m", "2h", "1d" to milliseconds. */
export function span(text: string): number {
  const [, count, unit = ""] = /^(\d{1,5})([smhd])$/.exec(text) ?? [];
  const length = UNITS[unit];
  if (!count || !length) throw new InvalidArgumentError('Write it as "30m", "2h" or "1d".');
  return Number(count) * length;
}
