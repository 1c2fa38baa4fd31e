import { signal } from "@preact/signals";

let offsetMs = 0;
const ticks = signal(0);
/** What is shown in minutes is drawn again that often. */
const TICK_MS = 5_000;

/** Sets the clock by the server's: a browser's may be wrong. */
export function setClock(serverNow: number | undefined): void {
  if (serverNow === undefined) return;
  const offset = serverNow - Date.now();
  // Small differences are the network's.
  if (Math.abs(offset - offsetMs) > 2_000) offsetMs = offset;
}

/** Milliseconds since 1970. A component that calls it is drawn again as time passes. */
export function now(): number {
  void ticks.value;
  return Date.now() + offsetMs;
}

export const startClock = (): void => {
  setInterval(() => {
    if (!document.hidden) ticks.value += 1;
  }, TICK_MS);
};
