import { SECOND_MS } from "../../../lib/domain/time.ts";
import { RETURN_AFTER_KILL_SECONDS } from "../../limits.ts";
import type { Board } from "../board.ts";
import type { Acted } from "../protocol/protocol-acts.ts";
import type { Turns } from "../watch/turns.ts";

type Parts = {
  board: Board;
  turns: Turns;
  /** The result is the number of instances. */
  killWorker(): Promise<number>;
  onWait(waits: boolean): void;
};

const refused = (problem: string): Acted => ({ ok: false, problem });

/** Ends the worker while it asks the agent or sends a part. Waits for such a moment. */
export function killsMidTurn({ board, turns, killWorker, onWait }: Parts) {
  const waits = new Set<AbortController>();

  async function kill(message: string | undefined): Promise<Acted> {
    const waiting = () => turns.waiting().filter(({ id }) => message === undefined || id === message);
    if (waiting().length === 0)
      return refused(
        message === undefined
          ? "No message waits for an answer: write one first."
          : "That message does not wait for an answer.",
      );
    const stop = new AbortController();
    waits.add(stop);
    onWait(true);
    const found = await board.until(() => {
      const open = waiting();
      return open.length === 0 ? "ended" : open.find(({ id }) => turns.isWorkedOn(id));
    }, stop.signal);
    waits.delete(stop);
    onWait(waits.size > 0);
    if (found === undefined) return refused("The kill was called off.");
    if (found === "ended") return refused("The message was answered before the worker could be killed.");
    board.step(
      turns.waiting().map(({ id }) => id),
      { kind: "fault", what: "worker killed" },
    );
    const killed = await killWorker();
    const next = { at: Date.now() + RETURN_AFTER_KILL_SECONDS * SECOND_MS, why: "killed" } as const;
    for (const { conversation } of turns.waiting())
      if (conversation !== undefined) board.triesAgain(conversation, next);
    return killed > 0 ? { ok: true, data: { killed } } : refused("The worker had ended already.");
  }

  return {
    kill,
    callOff(): void {
      for (const stop of waits) stop.abort();
    },
  };
}
