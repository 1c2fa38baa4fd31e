import type { Board } from "./board.ts";
import type { Follow } from "./follow.ts";
import type { PageParts } from "./parts.ts";
import { resumeNumber } from "./resume-number.ts";

type Parts = Pick<PageParts, "url" | "deadLetters" | "hurryQueues"> & { board: Board; follow: Follow };

/** Ends what faults leave behind: suspended numbers, dead letters, long waits for the next attempt. */
export const repairWith =
  ({ url, deadLetters, hurryQueues, board, follow }: Parts) =>
  async (): Promise<void> => {
    for (const { number, code } of board.suspensions.values())
      if (code !== undefined) await resumeNumber(url, number);
    await deadLetters.redrive();
    board.countDeadLetters(await deadLetters.count());
    await hurryQueues();
    board.nextTries.clear();
    for (const chat of board.chats.values()) follow.soon(chat);
  };
