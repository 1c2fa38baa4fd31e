import type { BusinessEvent } from "../business-event.ts";
import type { ConversationId, NumberName, TurnId } from "../ids.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../time.ts";

export const MAX_SIDE_TASK_RETRY_MS = 6 * HOUR_MS;

export type OutboundEnd = { state: "sent" | "failed" | "cancelled"; code?: string };

/**
 * Tells the team that the customer asks for a person again, in a handoff by its id. Those that an older release
 * stored have none.
 */
export type RequestReminder = { kind: "reminder"; number: NumberName; since: number; handoff?: string };

/** The state does not imply it. Holds ids and codes, never anybody's text. */
export type StoredSideTask =
  | { kind: "event"; event: BusinessEvent }
  | { kind: "follow-up"; number: NumberName; at: number; turn: TurnId; step: number }
  | RequestReminder
  | { kind: "campaign"; campaign: string; recipient: ConversationId; end: OutboundEnd };

export type SideTasks = {
  /** When the next wake-up comes for them. */
  retryAt: number;
  /** Time of the first failure, by task id. */
  failingSince: Readonly<Record<string, number>>;
  stored?: Readonly<Record<string, StoredSideTask>>;
};

/** Unique within its kind: a repeat does not add a second one. */
export function sideTaskKey(task: StoredSideTask): string {
  switch (task.kind) {
    case "event":
      return task.event.id;
    case "follow-up":
      return `${task.turn} ${task.step}`;
    case "reminder":
      return task.handoff ?? String(task.since);
    case "campaign":
      return `${task.campaign} ${task.recipient}`;
  }
}

/** 5 s at first, then as long as it has been failing, at most 2 min. */
export const sideTaskBackoffMs = (failingSince: number, now: number) =>
  Math.min(Math.max(5 * SECOND_MS, now - failingSince), 2 * MINUTE_MS);

export function withoutSideTask(tasks: SideTasks | undefined, id: string): SideTasks | undefined {
  if (tasks?.failingSince[id] === undefined) return tasks;
  const { [id]: _, ...failingSince } = tasks.failingSince;
  const { [id]: __, ...stored } = tasks.stored ?? {};
  if (Object.keys(failingSince).length === 0) return undefined;
  return { retryAt: tasks.retryAt, failingSince, ...(Object.keys(stored).length > 0 && { stored }) };
}
