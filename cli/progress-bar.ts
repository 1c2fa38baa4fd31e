import type { Io } from "./io.ts";

const PLAIN_EVERY_MS = 5_000;
const LIVE_EVERY_MS = 200;
const BAR_WIDTH = 30;

export type Progress = { done: number; all: number; counts: string };

/** A bar on a terminal, else a line now and then. Call the result at the end. */
export function showBar(io: Pick<Io, "err" | "live" | "width">, progress: () => Progress): () => void {
  const draw = () => {
    const { done, all, counts } = progress();
    // A wrapped line cannot be overwritten.
    const bar = Math.max(0, Math.min(BAR_WIDTH, io.width - counts.length - 3));
    const full = all === 0 ? bar : Math.floor((done / all) * bar);
    io.err(`\r\u001b[K${"█".repeat(full)}${"░".repeat(bar - full)}  ${counts}`);
  };
  const timer = setInterval(
    io.live ? draw : () => io.err(`${progress().counts}\n`),
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
