import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import { draftMail } from "../../domain/draft/draft-mail.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { BusinessNumber, Engine, SendContext } from "../ports/engine.ts";
import { type Next, next } from "../ports/next.ts";
import { saveAlways } from "../ports/save-always.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { anyFailed, type SideTask } from "./side-task.ts";
import { attemptSideTask } from "./side-tasks.ts";

/** Mails the team once while drafts wait, within the hour's limit. The inbox lists them in any case. */
export async function announceDrafts<At extends SendContext>(engine: Engine, at: At): Promise<Next<At>> {
  const { drafts = [] } = at.state.progress ?? {};
  const [oldest] = drafts;
  if (!oldest || !engine.handoffNotice.mail || drafts.every(({ told }) => told)) return next(at);
  const { state, number } = at;
  const run = () => mailTeam(engine, state, number, oldest.at);
  const task: SideTask = { kind: "draft-mail", key: oldest.turn, run };
  const isRepeat = anyFailed(state, [task]);
  const counted = isRepeat ? state.progress : countWithinLimit(engine, state, number.name, "draft-mail");
  const attempt = counted
    ? await attemptSideTask(engine, { ...state, progress: counted }, number.name, task)
    : { state, settled: true };
  const { progress } = attempt.state;
  const told = attempt.settled && { drafts: drafts.map((draft) => ({ ...draft, told: true as const })) };
  const after = { ...attempt.state, progress: { ...progress, ...told } };
  return next({ ...at, state: await saveAlways(engine.conversations, after) });
}

async function mailTeam(
  { handoffNotice, notifications }: Engine,
  { conversation, customer, lastInboundAt }: ConversationState,
  number: BusinessNumber,
  since: number,
): Promise<void> {
  const inbox = handoffNotice.inbox?.(conversation);
  await notifications.send(
    draftMail({
      conversation,
      number: number.name,
      since,
      windowClosesAt: lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt),
      ...omitUndefined({ inbox }),
      ...(handoffNotice.mailContent === "full" && customer && { customer }),
    }),
  );
}
