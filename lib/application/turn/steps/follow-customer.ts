import { customerAfter, isLatest, latestNote } from "../../identity/identity-change.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { lastInboundAt } from "../last-inbound.ts";
import type { Situation } from "../situation.ts";

/**
 * What the pending messages show of the customer counts for an answer begun before: they keep the window
 * open, and the reply goes to the current id.
 */
export async function followCustomer(_: Engine, at: Situation): Promise<Next<Situation>> {
  const writtenAt = lastInboundAt(at);
  const state = writtenAt > 0 ? { ...at.state, lastInboundAt: writtenAt } : at.state;
  const note = latestNote(at.pending);
  if (!note || !state.turn || !isLatest(state, note)) return next({ ...at, state });
  return next({ ...at, state: { ...state, customer: customerAfter(state, note) } });
}
