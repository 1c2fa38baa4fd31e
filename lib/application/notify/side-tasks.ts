import type { ConversationState } from "../../domain/conversation/conversation.ts";
import {
  MAX_SIDE_TASK_RETRY_MS,
  type SideTasks,
  sideTaskBackoffMs,
} from "../../domain/conversation/side-tasks.ts";
import type { NumberName } from "../../domain/ids.ts";
import { ConcurrentWriteError, type Engine } from "../ports/engine.ts";
import {
  failedBefore,
  failingSinceOf,
  forgetSideTasks,
  idOf,
  type SideTask,
  withSideTasks,
} from "./side-task.ts";

/** `settled`: done, or given up. The state is not saved. */
export type SideTaskResult<State extends ConversationState> = { state: State; settled: boolean };

/** A call that takes so long to fail has timed out. */
export const TIMED_OUT_MS = 1_000;
/** One customer waits for the time-out; then this process leaves the system alone for so long. */
const UNRESPONSIVE_PAUSE_MS = 20_000;

class UnresponsiveSystem extends Error {
  constructor() {
    super("not called, because it did not respond a moment ago");
    this.name = "UnresponsiveSystem";
  }
}

/*
 * Side tasks are work that no customer waits for: events, mails, schedules, bookkeeping. A failure is noted
 * in the state that the caller saves, and a wake-up comes again for it, apart from the conversation's other
 * commands. After MAX_SIDE_TASK_RETRY_MS it is given up with an error line and a metric.
 */

/** Skips a task that has failed and whose next try is not due. Never throws for what the task does. */
export async function attemptSideTask<State extends ConversationState>(
  engine: Engine,
  state: State,
  number: NumberName,
  task: SideTask,
): Promise<SideTaskResult<State>> {
  const { clock, unresponsiveUntil } = engine;
  const since = failingSinceOf(state)[idOf(task)];
  if (since !== undefined && clock.now() < (state.progress?.sideTasks?.retryAt ?? 0))
    return { state, settled: false };
  if (task.inOrder && failedBefore(state, task))
    return { state: await postpone(engine, state, number, task), settled: false };
  const startedAt = clock.now();
  try {
    if (startedAt < (unresponsiveUntil.get(task.kind) ?? 0)) throw new UnresponsiveSystem();
    await task.run();
  } catch (error) {
    if (error instanceof ConcurrentWriteError) throw error;
    if (clock.now() - startedAt >= TIMED_OUT_MS)
      unresponsiveUntil.set(task.kind, clock.now() + UNRESPONSIVE_PAUSE_MS);
    if (!isGivenUp(engine, state, task, error))
      return { state: await postpone(engine, state, number, task), settled: false };
  }
  return { state: forgetSideTasks(state, [task]), settled: true };
}

/** Also counts and logs the failure. */
function isGivenUp(
  { clock, telemetry }: Engine,
  state: ConversationState,
  task: SideTask,
  error: unknown,
): boolean {
  const since = failingSinceOf(state)[idOf(task)];
  const givenUp = since !== undefined && clock.now() - since >= MAX_SIDE_TASK_RETRY_MS;
  const facts = {
    conversation: state.conversation,
    task: task.kind,
    errorCode: error instanceof Error ? error.name : "unknown",
  };
  telemetry.count("SideTasksFailed", 1, { task: task.kind });
  telemetry.error(givenUp ? "side-task.given-up" : "side-task.failed", facts);
  return givenUp;
}

/** The wake-up goes first: a crash in between repeats the task. */
async function postpone<State extends ConversationState>(
  { clock, turnQueue }: Engine,
  state: State,
  number: NumberName,
  task: SideTask,
): Promise<State> {
  const now = clock.now();
  const before = state.progress?.sideTasks;
  const id = idOf(task);
  const failingSince = withFailure(before?.failingSince ?? {}, id, now);
  let retryAt = before?.retryAt ?? 0;
  if (retryAt <= now) {
    retryAt = now + sideTaskBackoffMs(Math.min(...Object.values(failingSince)), now);
    await turnQueue.send([{ kind: "wake", conversation: state.conversation, number, notBefore: retryAt }]);
  }
  const stored = { ...before?.stored, ...(task.stored && { [id]: task.stored }) };
  return withSideTasks(state, { retryAt, failingSince, ...(Object.keys(stored).length > 0 && { stored }) });
}

/** The times keep the order, also of two in one millisecond. */
function withFailure(failing: SideTasks["failingSince"], id: string, now: number): SideTasks["failingSince"] {
  if (failing[id] !== undefined) return failing;
  return { ...failing, [id]: Math.max(now, ...Object.values(failing).map((since) => since + 1)) };
}

/** All tasks or, when some have failed before, those. `settled`: all are. */
export async function attemptAllSideTasks<State extends ConversationState>(
  engine: Engine,
  start: State,
  number: NumberName,
  tasks: readonly SideTask[],
): Promise<SideTaskResult<State>> {
  const failed = tasks.filter((task) => failingSinceOf(start)[idOf(task)] !== undefined);
  let [state, allSettled] = [start, true];
  for (const task of failed.length > 0 ? failed : tasks) {
    const result = await attemptSideTask(engine, state, number, task);
    state = result.state;
    allSettled &&= result.settled;
  }
  return { state, settled: allSettled };
}
