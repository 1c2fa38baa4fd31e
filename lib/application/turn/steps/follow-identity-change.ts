import { applyIdentityNotes, latestNote } from "../../identity/identity-change.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import type { AtNumber } from "../situation.ts";

/** Joins the ids that the customer has from now on, as a provider has noted. */
export async function followIdentityChange(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  if (!latestNote(at.pending)) return next(at);
  await applyIdentityNotes(engine, at, at.number.name, at.commandNumber);
  return RELOAD;
}
