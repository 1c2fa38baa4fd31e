import { activeSendBlock } from "../../../domain/conversation/conversation.ts";
import type { SendBlock } from "../../../domain/conversation/send-block.ts";
import { DONE } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { endingFor } from "../../sending/save-unless-blocked.ts";
import { endPending } from "../end-messages.ts";
import type { AtNumber } from "../situation.ts";
import { withoutUnanswered } from "../unanswered-turn.ts";

export async function endBlockedMessages(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const block: SendBlock | undefined =
    activeSendBlock(at.state, engine.clock.now()) ?? (at.switchedOff ? "switched-off" : undefined);
  if (!block) return next(at);
  await saveAlways(engine.conversations, withoutUnanswered(at.state));
  await endPending(engine, at, endingFor(block));
  return DONE;
}
