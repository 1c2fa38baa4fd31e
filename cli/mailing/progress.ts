import type { Io } from "../io.ts";
import type { Tally } from "./send-all.ts";

const PLAIN_EVERY_MS = 5_000;
const LIVE_EVERY_MS = 200;
const BAR_WIDTH = 30;

export function showProgress(io: Pick<Io, "err" | "live" | "width">, tally: Tally, all: number): () => void {
  const counts = () =>
    `${tally.done}/${all}  queued ${tally.queued}, repeated ${tally.repeated}, opted out ${tally.optedOut}`;
  const draw = () => {
    const shown = counts();
    // A wrapped line cannot be overwritten.
    const bar = Math.max(0, Math.min(BAR_WIDTH, io.width - shown.length - 3));
    const full = all === 0 ? bar : Math.floor((tally.done / all) * bar);
    io.err(`\r\u001b[K${"█".repeat(full)}${"░".repeat(bar - full)}  ${shown}`);
  };
  const timer = setInterval(
    io.live ? draw : () => io.err(`${counts()}\n`),
    io.live ? LIVE_EVERY_MS : PLAIN_EVERY_MS,
  );
  return () => {
    clearInterval(timer);
    if (io.live) {
      draw();
      io.err("\n");
    }
  };
}
