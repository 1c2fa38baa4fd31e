import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { type RequestReminder, sideTaskKey } from "../../domain/conversation/side-tasks.ts";
import type { NumberName } from "../../domain/ids.ts";
import type { Engine } from "../ports/engine.ts";
import { attemptMail, mailTask } from "./mail-task.ts";
import { mailTeam } from "./mail-team.ts";
import { forgetSideTasks, idOf } from "./side-task.ts";

/** Of several requests in one handoff that wait for the mail system the first is told. The state is not saved. */
export async function remindOfRequest<State extends ConversationState>(
  engine: Engine,
  state: State,
  number: NumberName,
  reminder: RequestReminder,
): Promise<State> {
  const name = { kind: reminder.kind, key: sideTaskKey(reminder) };
  const waiting = state.progress?.sideTasks?.stored?.[idOf(name)];
  const stored = waiting?.kind === "reminder" ? waiting : reminder;
  const { handoff } = state;
  const of = engine.numberNamed(stored.number);
  if (!of || !handoff || isOver(state, stored)) return forgetSideTasks(state, [name]);
  const send = async () => {
    await mailTeam(engine, state, of, { ...handoff, reason: "asked", since: stored.since });
    return true;
  };
  return (
    await attemptMail(engine, state, number, mailTask(engine, { ...name, stored, counts: "mail", send }))
  ).state;
}

/** Another handoff may have begun since. */
const isOver = ({ pausedAt, endedHandoffs = [] }: ConversationState, { handoff }: RequestReminder): boolean =>
  pausedAt === undefined || endedHandoffs.some(({ id, how }) => id === handoff && how !== "merged");
