import type { ResultOf } from "../../lib/operator-api/results.ts";
import type { Api } from "../client.ts";
import type { Io } from "../io.ts";

const POLL_MS = 2_000;

/** Returns the state after `wait` milliseconds if there is no outcome yet. */
export async function awaitOutcome(
  id: string,
  waitMs: number,
  { api, io, interrupted }: { api: Api; io: Io; interrupted: AbortSignal },
): Promise<ResultOf<"campaign">> {
  const until = io.clock.now() + waitMs;
  for (;;) {
    const state = await api.call("campaign", { params: { campaign: id } });
    if (state.counts.waiting === 0 || io.clock.now() >= until || interrupted.aborted) return state;
    await io.sleep(POLL_MS, interrupted);
  }
}
