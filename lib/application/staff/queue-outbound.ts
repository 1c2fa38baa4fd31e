import type { ConversationIds } from "../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import type { OutboundRecord } from "../ports/control-ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import type { StaffDeps } from "./staff-deps.ts";

export type FoundOutbound = { conversation: ConversationId; record: OutboundRecord };

/** What was queued under one of these ids, also if the customer has changed identity since. */
export async function findOutbound(
  { outbox }: Pick<StaffDeps, "outbox">,
  conversationIds: ConversationIds,
  ids: readonly string[],
): Promise<FoundOutbound | undefined> {
  const jobs = conversationIds.flatMap((conversation) => ids.map((id) => ({ conversation, id })));
  const found = await Promise.all(
    jobs.map(async ({ conversation, id }) => {
      const record = await outbox.find(conversation, id);
      return record && { conversation, record };
    }),
  );
  return found.findLast((each) => each !== undefined);
}

/** What a repeat does for a request that may have died halfway: the act is kept and the worker woken, as if for the first time. */
export async function requeueOutbound(
  { history, turnQueue }: Pick<StaffDeps, "history" | "turnQueue">,
  { conversation, record }: FoundOutbound,
): Promise<void> {
  await recordOutbound(history, conversation, record);
  if (record.state === "waiting") await queueWakeUp(turnQueue, conversation, record.number);
}

/** One act for each id, whoever repeats it. Says what, never the words. */
export const recordOutbound = (history: StaffDeps["history"], conversation: ConversationId, { id, at, by, content, campaign }: Outbound) =>
  history.record(conversation, `${content.kind}-${id}`, {
    at,
    by,
    what: content.kind,
    detail: content.kind === "template" ? [content.template.name, campaign].filter(Boolean).join(" ") : id,
  });
