import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { Engine, SendContext } from "../ports/engine.ts";
import { type Next, next } from "../ports/next.ts";
import { saveAlways } from "../ports/save-always.ts";
import { mailDraft } from "./mail-draft.ts";
import { attemptMail, mailTask } from "./mail-task.ts";
import { forgetOtherSideTasks } from "./side-task.ts";

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
  const mail = mailTask(engine, {
    kind: "draft-mail",
    key: oldest.turn,
    counts: "draft-mail",
    send: async () => {
      await mailDraft(engine, state, number, oldest.at);
      return true;
    },
  });
  const attempt = await attemptMail(engine, forgetOtherSideTasks(state, [mail]), number.name, mail);
  if (!attempt.settled) return attempt.state;
  const told = drafts.map((draft) => ({ ...draft, told: true as const }));
  return { ...attempt.state, progress: { ...attempt.state.progress, drafts: told } };
}
