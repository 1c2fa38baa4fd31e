import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { progressAfterTurn } from "../../domain/turn/deferred-reply.ts";
import { hasAnswer, isSettled } from "../../domain/turn/turn.ts";
import type { Engine } from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { linkIds } from "./identities.ts";

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

/** More ids than a customer has, and more writers than a conversation has. */
const MAX_TRIES = 50;

/** Nothing of the conversation is left to be merged into the other one. */
const isMerged = (state: ConversationState, into: ConversationState): boolean =>
  state.movedTo === into.conversation && conversationIdsOf(state).every((conversation) => into.mergedFrom?.includes(conversation));

/**
 * Merges a conversation into the one that its id leads to, and that one into where it leads, as far as that has not been done.
 * May be repeated at any time, and by anybody. For each of them:
 * 1. `movedTo` fences it off: no worker that read it before can save it any more, so nothing is answered in it from then on;
 * 2. what it knows is read, and given to the next one, which from then on answers what waits in both.
 * Gives the conversation that has a turn which its own worker must finish first, if any.
 */
export async function mergeConversation(
  ports: Ports,
  start: ConversationId,
  number: NumberName,
): Promise<{ busy: ConversationId } | undefined> {
  const { conversations, links, telemetry } = ports;
  let from = start;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const into = (await links.find(from))?.to;
    if (into === undefined || into === from) return undefined;
    const [before, target] = [await conversations.load(from), await conversations.load(into)];
    if (!isMerged(before.state, target.state)) {
      if (before.state.movedTo === undefined) {
        if (hasOpenTurn(before)) return { busy: from };
        // Its worker has written meanwhile: looked at again.
        if ((await conversations.save({ ...before.state, movedTo: into }, [])) !== "saved") continue;
      }
      await mergeLead(ports, from, into, number);
      const { state } = await conversations.load(from);
      await conversations.mergeInto(into, { ...state, progress: progressAfterTurn(state) });
      telemetry.info("conversation.merged", { conversation: from, into });
    }
    from = into;
  }
  throw new Error("a conversation that is to be merged is written by too many at once");
}

/** Makes two ids of a customer one conversation. "busy": one of them was woken, and is merged by its own worker once its turn has ended. */
export async function joinIds(ports: Ports, keep: ConversationId, other: ConversationId, number: NumberName): Promise<"joined" | "busy"> {
  const { into, others } = await linkIds(ports.links, keep, other, ports.clock.now());
  const { mergedFrom = [] } = (await ports.conversations.load(into)).state;
  let result: "joined" | "busy" = "joined";
  for (const from of others) {
    const waits = mergedFrom.includes(from) ? undefined : await mergeConversation(ports, from, number);
    if (!waits) continue;
    await queueWakeUp(ports.turnQueue, waits.busy, number);
    result = "busy";
  }
  return result;
}
