import { statusResults } from "../../../lib/operator-api/status.ts";
import type { Board } from "../board.ts";
import { callOperator } from "../call-operator.ts";
import type { Change } from "../protocol/protocol.ts";

/** Joins simultaneous changes. */
const LOOK_AFTER_MS = 300;
const LOOK_AGAIN_MS = 5_000;

const isSign = (change: Change): boolean =>
  change.kind === "suspensions" ||
  (change.kind === "trace" && (change.trace.state === "failed" || change.trace.state === "deferred")) ||
  (change.kind === "chat" && (change.chat.nextTry !== undefined || change.chat.switchedOff));

const mayEndTrouble = (change: Change): boolean =>
  (change.kind === "trace" && change.trace.state !== "waiting") || change.kind === "dead-letters";

/** What `wa status` finds: looks at each sign of trouble or of its end, and until there is none. */
export function watchTroubles(board: Board, url: string, lookAgainMs = LOOK_AGAIN_MS) {
  const schema = statusResults().status;
  let planned: { timer: NodeJS.Timeout; at: number } | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    try {
      board.setTroubles(schema.parse(await callOperator(url, "status")).troubles);
    } catch (error) {
      if (!stopped)
        console.error("simulator: no status:", error instanceof Error ? error.message : "unknown");
    }
    if (board.troubles.length > 0) plan(lookAgainMs);
  }

  function plan(afterMs: number): void {
    const at = Date.now() + afterMs;
    if (stopped || (planned && planned.at <= at)) return;
    clearTimeout(planned?.timer);
    const timer = setTimeout(() => {
      planned = undefined;
      looking = look();
    }, afterMs).unref();
    planned = { timer, at };
  }

  const stopListening = board.listen((change) => {
    if (isSign(change) || (board.troubles.length > 0 && mayEndTrouble(change))) plan(LOOK_AFTER_MS);
  });
  return {
    look,
    async stop(): Promise<void> {
      stopped = true;
      stopListening();
      clearTimeout(planned?.timer);
      await looking;
    },
  };
}
