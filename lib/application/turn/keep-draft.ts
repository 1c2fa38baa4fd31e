import { asDraft, type Draft } from "../../domain/draft/draft.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";
import type { Engine, StateWithTurn } from "../ports/engine.ts";
import { type Next, RELOAD } from "../ports/next.ts";
import { finishTurn } from "../sending/finish-turn.ts";
import { type SaveResult, saveUnlessBlocked } from "../sending/save-unless-blocked.ts";
import type { Reply } from "./compose-reply.ts";
import type { AtNumber } from "./situation.ts";

/** The answer waits for a person's tap. Its messages end; what blocks an answer blocks its draft. */
export async function keepDraft(
  engine: Engine,
  { state }: AtNumber,
  turn: Turn,
  { parts, progress, handsOff }: Reply & { parts: readonly ReplyPart[] },
): Promise<Exclude<SaveResult, { kind: "saved" }> | { kind: "kept"; next: Next<AtNumber> }> {
  const { drafts = [] } = progress;
  const isTold = drafts.some(({ told }) => told);
  const draft: Draft = { turn: turn.id, at: engine.clock.now(), ...(isTold && { told: true as const }) };
  const kept: StateWithTurn = {
    ...state,
    progress: { ...progress, drafts: [...drafts, draft] },
    turn: asDraft({ ...turn, ...(handsOff && { handsOff }) }, parts),
  };
  const saved = await saveUnlessBlocked(engine, kept);
  if (saved.kind === "blocked") return saved;
  await finishTurn(engine, saved.state);
  // The team is told.
  return { kind: "kept", next: RELOAD };
}
