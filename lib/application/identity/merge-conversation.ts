import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import { progressAfterTurn } from "../../domain/turn/deferred-reply.ts";
import { hasAnswer, isSettled } from "../../domain/turn/turn.ts";
import type { Engine } from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { linkIds } from "./identities.ts";
import { shareOptIns } from "./share-opt-ins.ts";

type Ports = Pick<
  Engine,
  "conversations" | "links" | "leads" | "optIns" | "controls" | "turnQueue" | "clock" | "telemetry"
>;

/** Its own worker finishes the turn first: the parts and their statuses belong to this conversation. */
const hasOpenTurn = ({ state: { turn }, pending }: Loaded): boolean =>
  turn !== undefined &&
  hasAnswer(turn) &&
  (!isSettled(turn) || turn.reopened === true || pending.some(({ id }) => turn.messages.includes(id)));

/** The other conversation's worker publishes it. */
export async function mergeLead(
  { leads, turnQueue, clock }: Pick<Ports, "leads" | "turnQueue" | "clock">,
  from: ConversationId,
  into: ConversationId,
  number: NumberName,
): Promise<void> {
  const lead = await leads.find(from);
  if (!lead) return;
  const facts = Object.fromEntries(
    Object.entries(lead.fields).map(([name, { value, source }]) => [name, { value, source }]),
  );
  await leads.merge(into, number, facts, clock.now());
  await turnQueue.send([{ kind: "lead", conversation: into, number }]);
}

/** `busy`: its own worker must finish a turn first. */
export type MergeResult = { kind: "merged" } | { kind: "busy"; conversation: ConversationId };

/** More ids than a customer has, and more writers than a conversation has. */
const MAX_TRIES = 50;

const isMerged = (state: ConversationState, into: ConversationState): boolean =>
  state.movedTo === into.conversation &&
  conversationIdsOf(state).every((conversation) => into.mergedFrom?.includes(conversation));

/**
 * Merges a conversation into the one that its id leads to, and so on. Safe to repeat, also by several workers
 * at once. For each conversation:
 * 1. `movedTo` fences it off: a worker that read it before cannot save it any more;
 * 2. what it knows is given to the next one, which from then on answers what waits in both.
 */
export async function mergeConversation(
  ports: Ports,
  start: ConversationId,
  number: NumberName,
): Promise<MergeResult> {
  const { conversations, links, telemetry } = ports;
  let from = start;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const into = (await links.find(from))?.to;
    if (into === undefined || into === from) return { kind: "merged" };
    const [before, target] = [await conversations.load(from), await conversations.load(into)];
    if (!isMerged(before.state, target.state)) {
      if (before.state.movedTo === undefined) {
        if (hasOpenTurn(before)) return { kind: "busy", conversation: from };
        // Its worker has written meanwhile.
        if ((await conversations.save({ ...before.state, movedTo: into }, [])) !== "saved") continue;
      }
      await mergeLead(ports, from, into, number);
      await shareOptIns(ports, into, from);
      const { state } = await conversations.load(from);
      await conversations.mergeInto(into, { ...state, progress: progressAfterTurn(state) });
      telemetry.info("conversation.merged", { conversation: from, into });
    }
    from = into;
  }
  throw new Error("a conversation that is to be merged is written by too many at once");
}

/** A busy conversation gets a wake-up: its own worker merges it. */
export async function joinIds(
  ports: Ports,
  keep: ConversationId,
  other: ConversationId,
  number: NumberName,
): Promise<MergeResult> {
  const { into, others } = await linkIds(ports.links, keep, other, ports.clock.now());
  const { mergedFrom = [] } = (await ports.conversations.load(into)).state;
  let result: MergeResult = { kind: "merged" };
  for (const from of others) {
    if (mergedFrom.includes(from)) continue;
    const merge = await mergeConversation(ports, from, number);
    if (merge.kind === "merged") continue;
    await queueWakeUp(ports.turnQueue, merge.conversation, number);
    result = merge;
  }
  return result;
}
