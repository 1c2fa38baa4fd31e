import type { LogLine } from "../log-lines.ts";
import type { Board } from "./board.ts";
import type { Follow } from "./follow.ts";
import { ENDINGS, type Turns } from "./turns.ts";

export function watchLogs({ board, turns, follow }: { board: Board; turns: Turns; follow: Follow }) {
  return ({ function: name, level = "", code, facts = {} }: LogLine): void => {
    const { conversation, turn } = facts;
    if (code === undefined || typeof conversation !== "string") return;
    const about = turns.waiting().filter((trace) => trace.conversation === conversation);
    const traces = typeof turn === "string" ? turns.tracesOf(conversation, turn) : about.map(({ id }) => id);
    board.step(traces, { kind: "log", function: name, level, code, facts });
    const whose = board.whose(conversation);
    if (whose) follow.soon({ ...whose, conversation });
    // A staff message ends with its turn: the ledger has no entry for it.
    const ending = ENDINGS.find((each) => each === facts.ending);
    if (code === "turn.non-agent" && ending) for (const id of traces) endOwn(id, ending);
  };

  function endOwn(id: string, state: (typeof ENDINGS)[number]): void {
    const trace = board.traces.get(id);
    if (!trace?.id.startsWith("turn:")) return;
    board.step([id], { kind: "ended", state });
    board.trace(id, { customer: trace.customer, number: trace.number, state });
  }
}
