import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Engine, SendContext } from "../ports/engine.ts";
import { type Next, next } from "../ports/next.ts";
import { saveAlways } from "../ports/save-always.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { mailDraft } from "./mail-draft.ts";
import { forgetOtherSideTasks, forgetSideTasks, type SideTask } from "./side-task.ts";
import { attemptSideTask } from "./side-tasks.ts";

const NOTHING = { kind: "draft-mail", key: "" } as const;

/**
 * Mails the team once while drafts wait, within the hour's limit, of which a failed mail takes nothing. The inbox
 * lists them in any case.
 */
export async function announceDrafts<At extends SendContext>(engine: Engine, at: At): Promise<Next<At>> {
  const state = await announced(engine, at);
  return next(state === at.state ? at : { ...at, state: await saveAlways(engine.conversations, state) });
}

async function announced(engine: Engine, { state, number }: SendContext): Promise<ConversationState> {
  const { drafts = [] } = state.progress ?? {};
  const [oldest] = drafts;
  // A mail that failed may be about drafts that are decided by now.
  if (!oldest || !engine.handoffNotice.mail || drafts.every(({ told }) => told))
    return forgetOtherSideTasks(state, [NOTHING]);
  const run = () => mailDraft(engine, state, number, oldest.at);
  const task: SideTask = { kind: "draft-mail", key: oldest.turn, run };
  const current = forgetOtherSideTasks(state, [task]);
  const counted = countWithinLimit(engine, current, number.name, "draft-mail");
  const told = { drafts: drafts.map((draft) => ({ ...draft, told: true as const })) };
  if (!counted) {
    // The team has had its e-mail of this hour.
    const settled = forgetSideTasks(current, [task]);
    return { ...settled, progress: { ...settled.progress, ...told } };
  }
  const attempt = await attemptSideTask(engine, current, number.name, task);
  if (!attempt.settled) return attempt.state;
  const { lastHour } = counted;
  return {
    ...attempt.state,
    progress: { ...attempt.state.progress, ...omitUndefined({ lastHour }), ...told },
  };
}
