import type { WaitReason } from "../../../lib/application/ports/command-result.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import type { LogLine } from "../../log-lines.ts";
import type { Board } from "../board.ts";
import type { Follow } from "./follow.ts";
import { AUTHORS, ENDINGS, type Turns } from "./turns.ts";

type Facts = NonNullable<LogLine["facts"]>;

/** Of waits that somebody may wonder about. */
const REASONS = ["agent", "confirmation", "refused", "stopped"] as const satisfies readonly WaitReason[];

export function watchLogs({ board, turns, follow }: { board: Board; turns: Turns; follow: Follow }) {
  return ({ function: name, level = "", code, facts = {} }: LogLine): void => {
    const { conversation, turn } = facts;
    if (code === undefined || typeof conversation !== "string") return;
    const about = turns.waiting().filter((trace) => trace.conversation === conversation);
    const traces = typeof turn === "string" ? turns.tracesOf(conversation, turn) : about.map(({ id }) => id);
    board.step(traces, { kind: "log", function: name, level, code, facts });
    noteNextTry(conversation, code, facts);
    const whose = board.whose(conversation);
    if (whose) follow.soon({ ...whose, conversation });
    // A staff message ends with its turn: the ledger has no entry for it.
    const ending = ENDINGS.find((each) => each === facts.ending);
    if (code === "turn.non-agent" && ending) for (const id of traces) endOwn(id, ending, facts.by);
  };

  /** The last line of a worker that comes back later; any other shows that it is at work. */
  function noteNextTry(conversation: string, code: string, { why, milliseconds }: Facts): void {
    const reason = REASONS.find((each) => each === why);
    const next =
      code === "turn.waiting" && reason && typeof milliseconds === "number"
        ? { why: reason, at: Date.now() + milliseconds }
        : undefined;
    board.triesAgain(conversation, next);
  }

  function endOwn(id: string, state: (typeof ENDINGS)[number], by: unknown): void {
    const trace = board.traces.get(id);
    if (!trace?.id.startsWith("turn:")) return;
    board.step([id], { kind: "ended", state });
    const about = by === "person" || by === "system" ? AUTHORS[by] : undefined;
    const { customer, number } = trace;
    board.trace(id, { customer, number, state, ...omitUndefined({ about }) });
  }
}
