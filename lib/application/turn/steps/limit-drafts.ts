import { MAX_DRAFTS } from "../../../domain/draft/draft.ts";
import { DONE } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { rolloutOf } from "../../sending/outside-rollout.ts";
import { endPending } from "../end-messages.ts";
import type { AtNumber } from "../situation.ts";
import { withoutUnanswered } from "../unanswered-turn.ts";

/** Where so many answers wait, the agent is not asked for one more: the team reads the messages themselves. */
export async function limitDrafts(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { drafts = [] } = at.state.progress ?? {};
  if (drafts.length < MAX_DRAFTS || !rolloutOf(engine, at.number, at.rollout).drafts) return next(at);
  await saveAlways(engine.conversations, withoutUnanswered(at.state));
  await endPending(engine, at, { kind: "ignored", reason: "too-many-drafts" });
  return DONE;
}
