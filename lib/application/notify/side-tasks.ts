import type { ConversationState } from "../../domain/conversation/conversation.ts";
import {
  MAX_SIDE_TASK_RETRY_MS,
  type SideTasks,
  type StoredSideTask,
  sideTaskBackoffMs,
  sideTaskKey,
  withoutSideTask,
} from "../../domain/conversation/side-tasks.ts";
import type { NumberName } from "../../domain/ids.ts";
import { ConcurrentWriteError, type Engine } from "../ports/engine.ts";
import { mailTeamWith } from "./mail-team.ts";

/** Few enough to be a metric's dimension. */
type SideTaskKind =
  | StoredSideTask["kind"]
  | "handoff-list"
  | "handoff-event"
  | "handoff-mail"
  | "opt-out-event"
  | "lead-event"
  | "lead-queue"
  | "directory";

export type SideTask = {
  kind: SideTaskKind;
  /** Names it among those of its kind. */
  key: string;
  /** It waits behind one of its kind that has failed. */
  inOrder?: boolean;
  run(): Promise<unknown>;
  /** Kept with the state while it fails, for a task of which nothing else would remind us. */
  stored?: StoredSideTask;
};

/** `settled`: it is done, or given up. The state is not saved. */
export type SideTaskResult<State extends ConversationState> = { state: State; settled: boolean };

/** Milliseconds: a call that failed only after so long did so by a time-out. */
const SILENT = 1_000;
/** Milliseconds for which the system behind it is not called again by this process: one customer waits for the time-out, the others do not. */
const SILENT_PAUSE = 20_000;

/** A system has just stayed silent, so it was not called. */
class SilentSystem extends Error {
  constructor() {
    super("not called, because it stayed silent a moment ago");
    this.name = "SilentSystem";
  }
}

const idOf = ({ kind, key }: Pick<SideTask, "kind" | "key">) => `${kind} ${key}`;

/** Whether one of the kind failed before this one did. By time, and not by the order of the keys: a task that is tried anew moves to the end of them. */
function failedBefore(failing: SideTasks["failingSince"], id: string, kind: SideTaskKind): boolean {
  const own = failing[id] ?? Number.POSITIVE_INFINITY;
  return Object.entries(failing).some(([other, since]) => other.startsWith(`${kind} `) && since < own);
}

/** What has failed, with one more: the times tell the order, also of two in one millisecond. */
function withFailure(failing: SideTasks["failingSince"], id: string, now: number): SideTasks["failingSince"] {
  if (failing[id] !== undefined) return failing;
  return { ...failing, [id]: Math.max(now, ...Object.values(failing).map((since) => since + 1)) };
}

function withSideTasks<State extends ConversationState>(state: State, sideTasks: SideTasks | undefined): State {
  if (sideTasks === state.progress?.sideTasks) return state;
  const { sideTasks: _, ...progress } = state.progress ?? {};
  return { ...state, progress: { ...progress, ...(sideTasks && { sideTasks }) } };
}

/**
 * Work that no customer waits for: events, mails, schedules, bookkeeping. When it fails, the conversation goes on. The failure is remembered
 * in the state that the caller saves, and a wake-up comes again for it, apart from the conversation's other commands. After
 * SIDE_TASK_PATIENCE it is given up with an error line and a metric.
 */
export const sideTasksWith = (engine: Engine) => {
  const { clock, telemetry, turnQueue, events, schedules, campaigns, numberNamed, unresponsiveUntil = new Map() } = engine;
  const mailTeam = mailTeamWith(engine);

  /** Notes the failure, and sees to it that a wake-up comes again for it. The wake-up goes first: a crash in between repeats the task. */
  async function postpone<State extends ConversationState>(state: State, number: NumberName, task: SideTask): Promise<State> {
    const now = clock.now();
    const standing = state.progress?.sideTasks;
    const id = idOf(task);
    const failingSince = withFailure(standing?.failingSince ?? {}, id, now);
    let retryAt = standing?.retryAt ?? 0;
    if (retryAt <= now) {
      retryAt = now + sideTaskBackoffMs(Math.min(...Object.values(failingSince)), now);
      await turnQueue.send([{ kind: "wake", conversation: state.conversation, number, notBefore: retryAt }]);
    }
    const stored = { ...standing?.stored, ...(task.stored && { [id]: task.stored }) };
    return withSideTasks(state, { retryAt, failingSince, ...(Object.keys(stored).length > 0 && { stored }) });
  }

  /** Tries a task, unless it has failed and its next try is not due. Never throws for what the task does. */
  async function attempt<State extends ConversationState>(
    state: State,
    number: NumberName,
    task: SideTask,
  ): Promise<SideTaskResult<State>> {
    const { conversation, progress } = state;
    const id = idOf(task);
    const failing = progress?.sideTasks?.failingSince ?? {};
    const since = failing[id];
    if (since !== undefined && clock.now() < (progress?.sideTasks?.retryAt ?? 0)) return { state, settled: false };
    if (task.inOrder && failedBefore(failing, id, task.kind)) return { state: await postpone(state, number, task), settled: false };
    const settled = () => ({ state: withSideTasks(state, withoutSideTask(progress?.sideTasks, id)), settled: true });
    const startedAt = clock.now();
    try {
      if (startedAt < (unresponsiveUntil.get(task.kind) ?? 0)) throw new SilentSystem();
      await task.run();
      return settled();
    } catch (error) {
      if (error instanceof ConcurrentWriteError) throw error;
      if (clock.now() - startedAt >= SILENT) unresponsiveUntil.set(task.kind, clock.now() + SILENT_PAUSE);
      const facts = { conversation, task: task.kind, errorCode: error instanceof Error ? error.name : "unknown" };
      telemetry.count("SideTasksFailed", 1, { task: task.kind });
      if (since !== undefined && clock.now() - since >= MAX_SIDE_TASK_RETRY_MS) {
        telemetry.error("side-task.given-up", facts);
        return settled();
      }
      telemetry.error("side-task.failed", facts);
      return { state: await postpone(state, number, task), settled: false };
    }
  }

  /** Tries tasks that belong together: all of them, or, when some have failed before, those. `settled`: all are. */
  async function attemptAll<State extends ConversationState>(
    start: State,
    number: NumberName,
    tasks: readonly SideTask[],
  ): Promise<SideTaskResult<State>> {
    const failing = start.progress?.sideTasks?.failingSince ?? {};
    const failed = tasks.filter((task) => failing[idOf(task)] !== undefined);
    let [state, allSettled] = [start, true];
    for (const task of failed.length > 0 ? failed : tasks) {
      const tried = await attempt(state, number, task);
      state = tried.state;
      allSettled &&= tried.settled;
    }
    return { state, settled: allSettled };
  }

  /** Whether one of these has failed, and is tried again. */
  const anyFailed = ({ progress }: ConversationState, tasks: readonly Pick<SideTask, "kind" | "key">[]) =>
    tasks.some((task) => progress?.sideTasks?.failingSince[idOf(task)] !== undefined);

  /** The state without tasks that are of no use any more. */
  const forget = <State extends ConversationState>(state: State, tasks: readonly Pick<SideTask, "kind" | "key">[]): State =>
    tasks.reduce((known, task) => withSideTasks(known, withoutSideTask(known.progress?.sideTasks, idOf(task))), state);

  /** The state without others of their kinds, for which these stand. */
  function forgetOthers<State extends ConversationState>(state: State, tasks: readonly Pick<SideTask, "kind" | "key">[]): State {
    const others = Object.keys(state.progress?.sideTasks?.failingSince ?? {}).flatMap((id) =>
      tasks.some((task) => idOf(task) === id)
        ? []
        : tasks.filter(({ kind }) => id.startsWith(`${kind} `)).map(({ kind }) => ({ kind, id })),
    );
    return forget(
      state,
      others.map(({ kind, id }) => ({ kind, key: id.slice(kind.length + 1) })),
    );
  }

  async function perform({ conversation, ...state }: ConversationState, task: StoredSideTask): Promise<unknown> {
    switch (task.kind) {
      case "event":
        return events.publish(task.event);
      case "follow-up": {
        const { kind, at, ...about } = task;
        return schedules?.set(conversation, at, { kind, conversation, ...about });
      }
      case "reminder": {
        const number = numberNamed(task.number);
        // Nobody needs to be reminded of what has ended since.
        if (!number || !state.handoff || state.pausedAt === undefined) return undefined;
        return mailTeam({ conversation, ...state }, number, { ...state.handoff, reason: "asked", since: task.since });
      }
      case "campaign":
        return campaigns.end(task.campaign, task.recipient, task.end);
    }
  }

  /** Does a task of which nothing else would remind us. */
  async function run<State extends ConversationState>(state: State, number: NumberName, stored: StoredSideTask): Promise<State> {
    const task = { kind: stored.kind, key: sideTaskKey(stored), stored, run: () => perform(state, stored) };
    return (await attempt(state, number, task)).state;
  }

  /** Tries what is stored once more, and forgets failures that nobody has come back to. */
  async function retry<State extends ConversationState>(start: State, number: NumberName): Promise<State> {
    let state = start;
    for (const task of Object.values(start.progress?.sideTasks?.stored ?? {})) state = await run(state, number, task);
    const { failingSince = {} } = state.progress?.sideTasks ?? {};
    for (const [id, since] of Object.entries(failingSince))
      if (clock.now() - since > 2 * MAX_SIDE_TASK_RETRY_MS) state = withSideTasks(state, withoutSideTask(state.progress?.sideTasks, id));
    return state;
  }

  return { attempt, attemptAll, anyFailed, forget, forgetOthers, run, retry };
};
