import { memoryBeyondTurn } from "../domain/held-reply.ts";
import type { ConversationId, NumberName } from "../domain/ids.ts";
import { hasAnswer, isSettled } from "../domain/turn.ts";
import type { Engine } from "./engine.ts";
import { linkIds, resolveConversation } from "./identities.ts";
import type { Loaded } from "./ports.ts";
import { tryAgain } from "./try-again.ts";
import { wake } from "./wake.ts";

type Ports = Pick<Engine, "conversations" | "links" | "leads" | "turnQueue" | "clock" | "telemetry">;

/** A turn that its own conversation must finish first: its parts and their statuses belong to that conversation. */
const hasOpenTurn = ({ state: { turn }, pending }: Loaded): boolean =>
  turn !== undefined &&
  hasAnswer(turn) &&
  (!isSettled(turn) || turn.reopened === true || pending.some(({ id }) => turn.messages.includes(id)));

/** What is known of the contact goes along. Published by the worker of the other conversation, so that no two do it at once. */
export async function mergeLead(
  { leads, turnQueue, clock }: Pick<Ports, "leads" | "turnQueue" | "clock">,
  from: ConversationId,
  into: ConversationId,
  number: NumberName,
): Promise<void> {
  const lead = await leads.find(from);
  if (!lead) return;
  const facts = Object.fromEntries(Object.entries(lead.fields).map(([name, { value, source }]) => [name, { value, source }]));
  await leads.merge(into, number, facts, clock.now());
  await turnQueue.send([{ kind: "lead", conversation: into, number }]);
}

/**
 * Merges a conversation into the one that its id leads to. May be repeated at any time, and by anybody:
 * 1. `movedTo` fences it off: no worker that read it before can save it any more, so nothing is answered in it from then on;
 * 2. what it knows is read, and given to the other conversation, which from then on answers what waits in both.
 * "busy" while it has a turn that its own worker must finish.
 */
export async function mergeConversation(ports: Ports, from: ConversationId, number: NumberName): Promise<"merged" | "busy"> {
  const { conversations, links, telemetry } = ports;
  const { result } = await tryAgain(async () => {
    const into = await resolveConversation(links, from);
    if (into === from) return { result: "merged" as const };
    const [before, target] = [await conversations.load(from), await conversations.load(into)];
    if (before.state.movedTo === into && target.state.mergedFrom?.includes(from)) return { result: "merged" as const };
    if (before.state.movedTo !== into) {
      if (hasOpenTurn(before)) return { result: "busy" as const };
      if ((await conversations.save({ ...before.state, movedTo: into }, [])) !== "saved") return undefined;
    }
    await mergeLead(ports, from, into, number);
    const { state } = await conversations.load(from);
    await conversations.mergeInto(into, { ...state, memory: memoryBeyondTurn(state) });
    telemetry.info("conversation.merged", { conversation: from, into });
    // That one may itself have been merged meanwhile, before it knew of this one.
    return (await resolveConversation(links, from)) === into ? { result: "merged" as const } : undefined;
  });
  return result;
}

/** Makes two ids of a customer one conversation. "busy": one of them was woken, and is merged by its own worker once its turn has ended. */
export async function joinIds(ports: Ports, keep: ConversationId, other: ConversationId, number: NumberName): Promise<"joined" | "busy"> {
  const { into, others } = await linkIds(ports.links, keep, other, ports.clock.now());
  const { mergedFrom = [] } = (await ports.conversations.load(into)).state;
  let result: "joined" | "busy" = "joined";
  for (const from of others) {
    if (mergedFrom.includes(from) || (await mergeConversation(ports, from, number)) === "merged") continue;
    await wake(ports.turnQueue, from, number);
    result = "busy";
  }
  return result;
}
