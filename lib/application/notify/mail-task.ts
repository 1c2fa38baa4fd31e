import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import { countTowardsLimit, type LimitedKind } from "../../domain/turn/hourly-limits.ts";
import type { Engine } from "../ports/engine.ts";
import { countWithinLimit } from "./count-within-limit.ts";
import { failingSinceOf, forgetSideTasks, idOf, type SideTask } from "./side-task.ts";
import { attemptSideTask, type SideTaskResult, TIMED_OUT_MS } from "./side-tasks.ts";

/** Without an answer in time nobody knows whether the last try has left: it counts. */
export type MailTask = SideTask & { counts: LimitedKind; mayHaveLeft(): boolean };

type Mail = Omit<SideTask, "run"> & {
  counts: LimitedKind;
  /** Returns whether there was still something to tell. */
  send(): Promise<boolean>;
};

export function mailTask({ clock }: Pick<Engine, "clock">, { send, ...mail }: Mail): MailTask {
  let mayHaveLeft = false;
  const run = async () => {
    const startedAt = clock.now();
    try {
      mayHaveLeft = await send();
    } catch (error) {
      // The hour has one mail about drafts: of the next draft the team would hear nothing.
      mayHaveLeft = mail.counts === "mail" && clock.now() - startedAt >= TIMED_OUT_MS;
      throw error;
    }
  };
  return { ...mail, run, mayHaveLeft: () => mayHaveLeft };
}

/** An earlier try was not answered in time. No other mail of its kind counts while one fails. */
function isCounted(state: ConversationState, mail: MailTask): boolean {
  const failingSince = failingSinceOf(state)[idOf(mail)];
  const times = state.progress?.lastHour?.[mail.counts] ?? [];
  return failingSince !== undefined && times.some((at) => at >= failingSince);
}

/**
 * Counts a mail that may have left, once also if it is tried again. One that failed takes nothing of the hour: what
 * it is about may be over before it leaves.
 */
export function withMailCounted<State extends ConversationState>(
  { clock }: Pick<Engine, "clock">,
  before: ConversationState,
  after: State,
  mail: MailTask,
): State {
  if (!mail.mayHaveLeft() || isCounted(before, mail)) return after;
  const at = Math.max(clock.now(), failingSinceOf(after)[idOf(mail)] ?? 0);
  const lastHour = countTowardsLimit(after.progress?.lastHour, mail.counts, at);
  return { ...after, progress: { ...after.progress, lastHour } };
}

/** Without a mail also settled if the hour has none left for it. The state is not saved. */
export async function attemptMail<State extends ConversationState>(
  engine: Engine,
  start: State,
  number: NumberName,
  mail: MailTask,
): Promise<SideTaskResult<State>> {
  if (!isCounted(start, mail) && !countWithinLimit(engine, start, number, mail.counts))
    return { state: forgetSideTasks(start, [mail]), settled: true };
  const { state, settled } = await attemptSideTask(engine, start, number, mail);
  return { state: withMailCounted(engine, start, state, mail), settled };
}
