import type { ConversationIds } from "../../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import type { Outbound } from "../../../domain/turn/outbound.ts";
import type { OutboundRecord } from "../../ports/control-ports.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import type { StaffDeps } from "../staff-deps.ts";

export type FoundOutbound = { conversation: ConversationId; record: OutboundRecord };

/** Finds it also if the customer's ids have changed since. */
export async function findOutbound(
  { outbox }: Pick<StaffDeps, "outbox">,
  conversationIds: ConversationIds,
  ids: readonly string[],
): Promise<FoundOutbound | undefined> {
  const candidates = conversationIds.flatMap((conversation) => ids.map((id) => ({ conversation, id })));
  const found = await Promise.all(
    candidates.map(async ({ conversation, id }) => {
      const record = await outbox.find(conversation, id);
      return record && { conversation, record };
    }),
  );
  return found.findLast((each) => each !== undefined);
}

/** After a crash: records the act and wakes the worker, as the first time. */
export async function requeueOutbound(
  { history, turnQueue }: Pick<StaffDeps, "history" | "turnQueue">,
  { conversation, record }: FoundOutbound,
): Promise<void> {
  await recordOutbound(history, conversation, record);
  if (record.state === "waiting") await queueWakeUp(turnQueue, conversation, record.number);
}

/** One act for each id. Holds no text. */
export const recordOutbound = (
  history: StaffDeps["history"],
  conversation: ConversationId,
  { id, at, by, content, campaign }: Outbound,
) =>
  history.record(conversation, `${content.kind}-${id}`, {
    at,
    by,
    what: content.kind,
    detail: content.kind === "template" ? [content.template.name, campaign].filter(Boolean).join(" ") : id,
  });
