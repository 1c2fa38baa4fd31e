import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../lib/domain/is-record.ts";
import { MovableClock } from "./clock.ts";

function offsetIn(file: string): number {
  let kept: unknown;
  try {
    kept = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    kept = undefined;
  }
  const offset = isRecord(kept) ? kept.offset : undefined;
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || offset < 0)
    throw new Error(`${file} cannot be read: delete it, or choose another folder as WA_STATE_DIR.`);
  return offset;
}

/** Stays ahead after a restart in the same folder: what is kept there would lie in the future. */
export function keptClock(folder: string | undefined): MovableClock {
  if (folder === undefined) return new MovableClock();
  const file = join(folder, "clock.json");
  const clock = new MovableClock(existsSync(file) ? offsetIn(file) : 0);
  clock.onMove(() => writeFileSync(file, JSON.stringify({ offset: clock.offset }), { mode: 0o600 }));
  return clock;
}
