import { applyEdits } from "../../../domain/turn/edits.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { ignoreMessages } from "../end-messages.ts";
import type { AtNumber } from "../situation.ts";

export async function applyEditsAndDeletions(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { messages, edits, withoutAnswer } = applyEdits(at.pending);
  for (const { message, reason } of withoutAnswer) await ignoreMessages(engine, at.state, [message], reason);
  return next({ ...at, pending: messages, edits });
}
