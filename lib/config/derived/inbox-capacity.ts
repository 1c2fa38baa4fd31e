import type { Settings } from "../settings/settings.ts";

/**
 * They answer some 500 messages a second. Each writes three units of the inbox's lists, and two partitions take
 * 2,000.
 */
const MAX_WORKERS_WITH_TWO = 300;

export const INBOX_FIX =
  'Set "inboxPartitions": 8 in capacity, which can only grow (docs/scale.md), and deploy.';

/** `undefined` if the inbox's lists take what the workers write. */
export function inboxCapacityProblem({
  capacity: { workers, inboxPartitions },
  inbox,
}: Pick<Settings, "capacity" | "inbox">): string | undefined {
  if (!inbox.enabled || inboxPartitions > 2 || workers <= MAX_WORKERS_WITH_TWO) return undefined;
  return `With capacity.workers ${workers} more than 500 messages a second may be answered, which is too many for the inbox's lists in two partitions: in a rush its entries come late, and keep workers busy.`;
}
