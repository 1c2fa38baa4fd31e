import { statusResults } from "../../lib/operator-api/status.ts";
import type { Board } from "./board.ts";
import { callOperator } from "./call-operator.ts";
import type { Change } from "./protocol.ts";

/** Joins simultaneous changes. */
const LOOK_AFTER_MS = 300;
const LOOK_AGAIN_MS = 5_000;

const isSign = (change: Change): boolean =>
  change.kind === "suspensions" ||
  (change.kind === "trace" && (change.trace.state === "failed" || change.trace.state === "deferred")) ||
  (change.kind === "chat" && (change.chat.nextTry !== undefined || change.chat.switchedOff));

/** What `wa status` finds: looks at each sign of trouble, and until there is none. */
export function watchTroubles(board: Board, url: string) {
  const schema = statusResults().status;
  let planned: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    try {
      board.setTroubles(schema.parse(await callOperator(url, "status")).troubles);
    } catch (error) {
      if (!stopped)
        console.error("simulator: no status:", error instanceof Error ? error.message : "unknown");
    }
    if (board.troubles.length > 0) plan(LOOK_AGAIN_MS);
  }

  function plan(afterMs: number): void {
    if (stopped || planned) return;
    planned = setTimeout(() => {
      planned = undefined;
      looking = look();
    }, afterMs).unref();
  }

  const stopListening = board.listen((change) => {
    if (isSign(change)) plan(LOOK_AFTER_MS);
  });
  return {
    look,
    async stop(): Promise<void> {
      stopped = true;
      stopListening();
      clearTimeout(planned);
      await looking;
    },
  };
}
