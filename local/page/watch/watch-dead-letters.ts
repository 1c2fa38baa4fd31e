import type { Board } from "../board.ts";
import type { PageParts } from "../parts.ts";

const LOOK_EVERY_MS = 1_000;

/** Looks at the start, while messages may be given up, and until somebody has put them back. */
export function watchDeadLetters(
  board: Board,
  deadLetters: PageParts["deadLetters"],
  mayGiveUp: () => boolean,
): () => Promise<void> {
  let looking: Promise<void> = look();
  async function look(): Promise<void> {
    // Queues that are not ours may be away for a moment.
    board.countDeadLetters(await deadLetters.count().catch(() => board.deadLetters));
  }
  const timer = setInterval(() => {
    if (mayGiveUp() || board.deadLetters > 0) looking = look();
  }, LOOK_EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
