import type { Io } from "../io.ts";
import type { Tally } from "./send-all.ts";

const PLAIN_EVERY = 5_000;
const LIVE_EVERY = 200;
const BAR = 30;

export function showProgress(io: Pick<Io, "err" | "live" | "width">, tally: Tally, all: number): () => void {
  const counts = () => `${tally.done}/${all}  queued ${tally.queued}, repeated ${tally.repeated}, opted out ${tally.optedOut}`;
  const draw = () => {
    const said = counts();
    // A wrapped line cannot be overwritten.
    const bar = Math.max(0, Math.min(BAR, io.width - said.length - 3));
    const full = all === 0 ? bar : Math.floor((tally.done / all) * bar);
    io.err(`\r\u001b[K${"█".repeat(full)}${"░".repeat(bar - full)}  ${said}`);
  };
  const timer = setInterval(io.live ? draw : () => io.err(`${counts()}\n`), io.live ? LIVE_EVERY : PLAIN_EVERY);
  return () => {
    clearInterval(timer);
    if (io.live) {
      draw();
      io.err("\n");
    }
  };
}
