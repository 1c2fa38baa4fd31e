import { noteContact } from "../../identity/note-contact.ts";
import { publishReceived } from "../../notify/publish-messages.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import type { AtNumber } from "../situation.ts";

/** The next save keeps it, except where it must be stored at once. */
export async function recordContact(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { state: before, number, pending } = at;
  let state = await noteContact(engine, { ...before, number: number.name }, number.name, pending);
  // A published event counts for the hour, also when it is too early for an answer.
  const isCounted = state.progress?.lastHour !== before.progress?.lastHour;
  if (isCounted) state = await saveAlways(engine.conversations, state);
  // Before the agent is asked: its actions find the conversation by the session.
  if (state.version === 0 && pending.length > 0) state = await saveAlways(engine.conversations, state);
  return next({ ...at, state: await publishReceived(engine, state, pending) });
}
