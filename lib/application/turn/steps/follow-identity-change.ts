import { applyIdentityNotes, latestNote } from "../../identity/identity-change.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import type { AtNumber } from "../situation.ts";

export async function followIdentityChange(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  if (!latestNote(at.pending)) return next(at);
  await applyIdentityNotes(engine, at, at.number.name, at.commandNumber);
  return RELOAD;
}
