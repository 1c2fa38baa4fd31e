import type { Board } from "./board.ts";
import { callOperator } from "./call-operator.ts";
import type { PageParts } from "./parts.ts";
import type { Follow } from "./watch/follow.ts";

type Parts = Pick<PageParts, "url" | "deadLetters" | "hurryQueues"> & {
  board: Board;
  follow: Follow;
  lookForTroubles(): Promise<void>;
};

/** Ends what faults leave behind: suspended numbers, dead letters, long waits for the next attempt. */
export const repairWith =
  ({ url, deadLetters, hurryQueues, board, follow, lookForTroubles }: Parts) =>
  async (): Promise<void> => {
    for (const { number, code } of board.suspensions.values())
      if (code !== undefined) await callOperator(url, "numbers", { number });
    await deadLetters.redrive();
    board.countDeadLetters(await deadLetters.count());
    await hurryQueues();
    board.nextTries.clear();
    for (const chat of board.chats.values()) follow.soon(chat);
    if (board.troubles.length > 0) await lookForTroubles();
  };
