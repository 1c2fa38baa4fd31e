import { conversationIdsOf } from "../../../domain/conversation/conversation.ts";
import type { NumberName } from "../../../domain/ids.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { countFailure } from "../../sending/count-failure.ts";
import { endOutbound } from "../../sending/end-outbound.ts";
import { idsOf, type Situation } from "../situation.ts";

/** Ends as failed, with an error line, what belongs to a number that is no longer in the settings. */
export async function failUnknownNumbers(engine: Engine, at: Situation): Promise<Next<Situation>> {
  const { conversations, telemetry } = engine;
  const { state, pending, outbound } = at;
  const isUnknown = ({ number }: { number: NumberName }) => !engine.numberNamed(number);
  for (const { id, campaign, number } of outbound.filter(isUnknown))
    await endOutbound(
      engine,
      state,
      number,
      { outbound: id, campaign },
      { state: "failed", code: "number-not-configured" },
    );
  const failed = pending.filter(isUnknown);
  if (failed.length > 0) {
    telemetry.error("message.orphaned", {
      conversation: state.conversation,
      number: failed[0]?.number,
      messages: failed.length,
    });
    await conversations.end(conversationIdsOf(state), idsOf(failed), {
      kind: "failed",
      reason: "number-not-configured",
    });
    await countFailure(engine, "*", {
      kind: "turn",
      code: "number-not-configured",
      conversation: state.conversation,
    });
  }
  const isKnown = (item: { number: NumberName }) => !isUnknown(item);
  return next({ ...at, pending: pending.filter(isKnown), outbound: outbound.filter(isKnown) });
}
