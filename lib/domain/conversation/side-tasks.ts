import type { BusinessEvent } from "../business-event.ts";
import type { ConversationId, NumberName, TurnId } from "../ids.ts";

const SECOND = 1000;
const HOUR = 3_600_000;

/** Milliseconds for which a side task is tried again before it is given up. */
export const MAX_SIDE_TASK_RETRY_MS = 6 * HOUR;

/** How what somebody wanted to send has ended. */
export type OutboundEnd = { state: "sent" | "failed" | "cancelled"; code?: string };

/** A side task that cannot be derived from the conversation's state again. It holds ids and codes, and nothing that anybody wrote. */
export type StoredSideTask =
  | { kind: "event"; event: BusinessEvent }
  | { kind: "follow-up"; number: NumberName; at: number; turn: TurnId; step: number }
  /** Tells the team that the customer asks for a person, although one has taken over. `since`: milliseconds since 1970. */
  | { kind: "reminder"; number: NumberName; since: number }
  | { kind: "campaign"; campaign: string; recipient: ConversationId; end: OutboundEnd };

/** Side tasks of a conversation that have failed and are tried again. */
export type SideTasks = {
  /** Milliseconds since 1970 at which a wake-up comes again for them. */
  retryAt: number;
  /** Milliseconds since 1970 of the first failure, by the task's id. */
  failingSince: Readonly<Record<string, number>>;
  stored?: Readonly<Record<string, StoredSideTask>>;
};

/** Names a stored task among those of its kind, so that a repeat is no second one. */
export function sideTaskKey(task: StoredSideTask): string {
  switch (task.kind) {
    case "event":
      return task.event.id;
    case "follow-up":
      return `${task.turn} ${task.step}`;
    case "reminder":
      return String(task.since);
    case "campaign":
      return `${task.campaign} ${task.recipient}`;
  }
}

/** Milliseconds: 5 s at first, then as long as it has failed so far, at most two minutes. */
export const sideTaskBackoffMs = (failingSince: number, now: number) => Math.min(Math.max(5 * SECOND, now - failingSince), 120 * SECOND);

/** The same without a task that needs no further try. */
export function withoutSideTask(tasks: SideTasks | undefined, id: string): SideTasks | undefined {
  if (tasks?.failingSince[id] === undefined) return tasks;
  const { [id]: _, ...failingSince } = tasks.failingSince;
  const { [id]: _stored, ...stored } = tasks.stored ?? {};
  if (Object.keys(failingSince).length === 0) return undefined;
  return { retryAt: tasks.retryAt, failingSince, ...(Object.keys(stored).length > 0 && { stored }) };
}
