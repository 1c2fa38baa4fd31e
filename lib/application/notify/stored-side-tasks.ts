import type { ConversationState } from "../../domain/conversation/conversation.ts";
import {
  MAX_SIDE_TASK_RETRY_MS,
  type RequestReminder,
  type StoredSideTask,
  sideTaskKey,
  withoutSideTask,
} from "../../domain/conversation/side-tasks.ts";
import type { NumberName } from "../../domain/ids.ts";
import type { Engine } from "../ports/engine.ts";
import { remindOfRequest } from "./remind-of-request.ts";
import { failingSinceOf, withSideTasks } from "./side-task.ts";
import { attemptSideTask } from "./side-tasks.ts";

/** The caller saves the returned state. */
export async function runStoredSideTask<State extends ConversationState>(
  engine: Engine,
  state: State,
  number: NumberName,
  stored: StoredSideTask,
): Promise<State> {
  if (stored.kind === "reminder") return remindOfRequest(engine, state, number, stored);
  const task = {
    kind: stored.kind,
    key: sideTaskKey(stored),
    stored,
    run: () => perform(engine, state, stored),
  };
  return (await attemptSideTask(engine, state, number, task)).state;
}

async function perform(
  engine: Engine,
  state: ConversationState,
  task: Exclude<StoredSideTask, RequestReminder>,
): Promise<unknown> {
  const { conversation } = state;
  switch (task.kind) {
    case "event":
      return engine.events.publish(task.event);
    case "follow-up": {
      const { kind, at, ...about } = task;
      return engine.schedules?.set(conversation, at, { kind, conversation, ...about });
    }
    case "campaign":
      return engine.campaigns.end(task.campaign, task.recipient, task.end);
  }
}

/** Also forgets failures that nothing has come back to. The caller saves the returned state. */
export async function retrySideTasks<State extends ConversationState>(
  engine: Engine,
  start: State,
  number: NumberName,
): Promise<State> {
  let state = start;
  for (const task of Object.values(start.progress?.sideTasks?.stored ?? {}))
    state = await runStoredSideTask(engine, state, number, task);
  for (const [id, since] of Object.entries(failingSinceOf(state)))
    if (engine.clock.now() - since > 2 * MAX_SIDE_TASK_RETRY_MS)
      state = withSideTasks(state, withoutSideTask(state.progress?.sideTasks, id));
  return state;
}
