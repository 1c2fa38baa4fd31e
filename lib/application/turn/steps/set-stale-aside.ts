import { conversationIdsOf } from "../../../domain/conversation/conversation.ts";
import { isStale } from "../../../domain/conversation/window.ts";
import { beginsAt, resumeAtFor } from "../../../domain/handoff/pause-rules.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { countFailure } from "../../sending/count-failure.ts";
import { ignoreMessages } from "../end-messages.ts";
import { type AtNumber, idsOf } from "../situation.ts";

export async function setStaleAside(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { conversations, controls, clock, rules } = engine;
  const { state, pending, loadedAt } = at;
  const stale = pending.filter(({ sentAt }) => isStale(sentAt, loadedAt, rules.staleAfterHours));
  const [first] = stale;
  if (!first) return next(at);
  // A customer who asks for a person is never ignored.
  const asks = stale.some(({ content }) => engine.detectKeyword(content) === "human");
  if ((rules.stale === "ignore" && !asks) || state.pausedAt !== undefined || state.optedOutAt !== undefined) {
    // When the customer wrote counts for the window, however late we learn of it.
    const saved = await saveAlways(conversations, state);
    await ignoreMessages(engine, state, stale, "stale");
    if (state.pausedAt === undefined && state.optedOutAt === undefined)
      await countFailure(engine, first.number, {
        kind: "deferred",
        code: "stale",
        conversation: state.conversation,
      });
    return next({ ...at, state: saved, pending: pending.filter((message) => !stale.includes(message)) });
  }
  const { conversation } = state;
  const now = clock.now();
  const handoff = {
    id: `stale-${engine.turnIdFor(first.id)}`,
    reason: "stale" as const,
    since: now,
    origin: conversation,
  };
  await controls.pause(
    conversation,
    beginsAt(rules, first.number, handoff, now),
    resumeAtFor(rules, first.number, now),
  );
  await saveAlways(conversations, state);
  await conversations.end(conversationIdsOf(state), idsOf(stale), { kind: "handed-off" });
  return RELOAD;
}
