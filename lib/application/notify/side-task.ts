import type { ConversationState } from "../../domain/conversation/conversation.ts";
import {
  type SideTasks,
  type StoredSideTask,
  withoutSideTask,
} from "../../domain/conversation/side-tasks.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";

/** Few: each value of a metric's dimension costs money. */
type SideTaskKind =
  | StoredSideTask["kind"]
  | "handoff-list"
  | "handoff-event"
  | "handoff-mail"
  | "draft-mail"
  | "waiting-mail"
  | "waiting-schedule"
  | "opt-out-event"
  | "lead-event"
  | "lead-queue"
  | "directory"
  | "activity";

export type SideTask = {
  kind: SideTaskKind;
  /** Unique within its kind. */
  key: string;
  /** Waits behind one of its kind that has failed. */
  inOrder?: boolean;
  /** The ids of those that come later in any case: this one does not wait behind them. */
  aheadOf?: readonly string[];
  run(): Promise<unknown>;
  /** Stored with the state while it fails: nothing else would bring the task back. */
  stored?: StoredSideTask;
};

type SideTaskName = Pick<SideTask, "kind" | "key">;

export const idOf = ({ kind, key }: SideTaskName) => `${kind} ${key}`;

export const failingSinceOf = ({ progress }: ConversationState) => progress?.sideTasks?.failingSince ?? {};

export const anyFailed = (state: ConversationState, tasks: readonly SideTaskName[]) =>
  tasks.some((task) => failingSinceOf(state)[idOf(task)] !== undefined);

/** By time, not by the order of keys: a task that fails again moves to their end. */
export function failedBefore(
  state: ConversationState,
  task: SideTaskName & Pick<SideTask, "aheadOf">,
): boolean {
  const failing = failingSinceOf(state);
  const own = failing[idOf(task)] ?? Number.POSITIVE_INFINITY;
  const later = task.aheadOf ?? [];
  return Object.entries(failing).some(
    ([other, since]) => other.startsWith(`${task.kind} `) && !later.includes(other) && since < own,
  );
}

export function withSideTasks<State extends ConversationState>(
  state: State,
  sideTasks: SideTasks | undefined,
): State {
  if (sideTasks === state.progress?.sideTasks) return state;
  const { sideTasks: _, ...progress } = state.progress ?? {};
  return { ...state, progress: { ...progress, ...omitUndefined({ sideTasks }) } };
}

export const forgetSideTasks = <State extends ConversationState>(
  state: State,
  tasks: readonly SideTaskName[],
): State =>
  tasks.reduce(
    (known, task) => withSideTasks(known, withoutSideTask(known.progress?.sideTasks, idOf(task))),
    state,
  );

/** Drops failed tasks of the same kinds: these replace them. */
export function forgetOtherSideTasks<State extends ConversationState>(
  state: State,
  tasks: readonly SideTaskName[],
): State {
  const others = Object.keys(failingSinceOf(state)).flatMap((id) =>
    tasks.some((task) => idOf(task) === id)
      ? []
      : tasks
          .filter(({ kind }) => id.startsWith(`${kind} `))
          .map(({ kind }) => ({ kind, key: id.slice(kind.length + 1) })),
  );
  return forgetSideTasks(state, others);
}
