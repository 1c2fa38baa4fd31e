import type { Board } from "./board.ts";

const MAX_REMEMBERED = 1_000;

/**
 * Reports once per message that nothing more follows: the message has ended, and so has the worker's current
 * turn, which may still send.
 */
export function tellOfRest(board: Board, workerDone: () => Promise<void>): void {
  const reported = new Set<string>();
  board.listen((change) => {
    if (change.kind !== "trace" || change.trace.state === "waiting" || reported.has(change.trace.id)) return;
    const { id } = change.trace;
    reported.add(id);
    const [oldest] = reported;
    if (reported.size > MAX_REMEMBERED && oldest !== undefined) reported.delete(oldest);
    void workerDone().then(() => board.tell({ kind: "rest", trace: id }));
  });
}
