import { msUntilQuiet } from "../../../domain/turn/quiet.ts";
import { DONE, NO_TIME, retryAfter } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { TIME_TO_SEND_MS } from "../../sending/send-message.ts";
import type { AtNumber } from "../situation.ts";
import { unansweredTurn } from "../unanswered-turn.ts";

export async function stopWhenNothingWaits(_: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  return at.pending.length > 0 ? next(at) : DONE;
}

export async function waitForQuiet({ clock, rules }: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const now = clock.now();
  const unanswered = unansweredTurn(at.state);
  const waitMs = Math.max(msUntilQuiet(at.pending, now, rules), (unanswered?.notBefore ?? 0) - now);
  return waitMs > 0 ? retryAfter(waitMs, unanswered ? "agent" : "quiet") : next(at);
}

export async function waitForTime({ clock, agentTimeoutMs }: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  return at.deadline - clock.now() < agentTimeoutMs + TIME_TO_SEND_MS ? NO_TIME : next(at);
}
