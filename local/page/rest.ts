import type { Board } from "./board.ts";

const MOST = 1_000;

/**
 * Reports once per message that nothing more follows: the message has ended, and so has the worker's current
 * turn, which may still send.
 */
export function tellOfRest(board: Board, workerDone: () => Promise<void>): void {
  const told = new Set<string>();
  board.listen((change) => {
    if (change.kind !== "trace" || change.trace.state === "waiting" || told.has(change.trace.id)) return;
    const { id } = change.trace;
    told.add(id);
    const [oldest] = told;
    if (told.size > MOST && oldest !== undefined) told.delete(oldest);
    void workerDone().then(() => board.tell({ kind: "rest", trace: id }));
  });
}
