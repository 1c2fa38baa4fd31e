import { noteActivity } from "../../lib/application/inbox/note-activity.ts";
import {
  assignConversation,
  releaseConversation,
} from "../../lib/application/staff/conversation/assign-conversation.ts";
import type { InboxDeps } from "../../lib/application/staff/inbox/inbox-deps.ts";
import { showChat } from "../../lib/application/staff/inbox/show-chat.ts";
import { replyInInbox } from "../../lib/application/staff/replies/reply-in-inbox.ts";
import { parseChatMessageId } from "../../lib/domain/chat/chat-message-id.ts";
import { type ConversationId, conversationId } from "../../lib/domain/ids.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import type { Sabotage, World } from "./world.ts";

/**
 * What members of staff do in the inbox. `look`: one loads the chat before the answer of this id. `answer`:
 * with what was the newest message then.
 */
export type InboxAct = { conversation: string; id: string; by: string } & (
  | { kind: "look" }
  | { kind: "answer" }
  | { kind: "assign"; force: boolean }
  | { kind: "release" }
);

const STAFF = ["ann", "ben"] as const;

/** Now and then two members of staff look at a chat at about the same time, and answer a little later. */
export function withInboxStaff(scenario: Scenario, seed: number): Scenario {
  // Separate random numbers: everything else in the run stays as it is.
  const random = new Random(seed ^ 0x1b0c);
  if (!random.chance(0.25)) return scenario;
  const acts: Scenario["acts"] = [];
  const ids = [...new Set(scenario.inbound.map(({ conversation }) => conversation))];
  const customer = random.pick(ids).slice(0, 2);
  const own = ids.filter((each) => each.startsWith(customer));
  // A change of the customer's ids between look and answer is the hardest.
  const change = scenario.inbound.find(({ note, conversation }) => note && conversation.startsWith(customer));
  let at = change ? Math.max(0, change.postedAt - random.whole(0, 6_000)) : random.whole(0, 30_000);
  for (let round = random.whole(1, 3); round > 0; round--) {
    for (const by of STAFF) {
      if (random.chance(0.2)) continue;
      const who = { conversation: random.pick(own), id: `answer-${customer}-${by}-${round}`, by };
      const lookAt = at + random.whole(0, 2_000);
      acts.push({ at: lookAt, act: { ...who, kind: "look" } });
      acts.push({ at: lookAt + random.whole(500, 6_000), act: { ...who, kind: "answer" } });
      const assigns = { ...who, id: `assign-${who.id}` };
      if (random.chance(0.3))
        acts.push({ at: lookAt, act: { ...assigns, kind: "assign", force: random.chance(0.3) } });
      if (random.chance(0.2)) acts.push({ at: lookAt + 4_000, act: { ...assigns, kind: "release" } });
    }
    at += random.pick([1_000, 5_000, 90_000]);
  }
  return { ...scenario, acts: [...scenario.acts, ...acts] };
}

/** Then notes it for the lists, as the inbox function does. */
export async function performInboxAct(world: World, deps: InboxDeps, act: InboxAct): Promise<void> {
  await perform(world, deps, act);
  const { conversation } = await deps.controls.read(conversationId(act.conversation));
  await noteActivity(deps, conversation);
}

async function perform(world: World, deps: InboxDeps, act: InboxAct): Promise<unknown> {
  const { id, by } = act;
  const conversation = conversationId(act.conversation);
  switch (act.kind) {
    case "look": {
      const shown = await showChat(deps, { conversation, by, limit: 50 });
      const newest = typeof shown === "string" ? undefined : shown.messages.at(-1);
      if (newest) world.seen.set(id, newest.id);
      return shown;
    }
    case "answer": {
      const seen = world.seen.get(id);
      world.answeredIn.set(id, conversation);
      return seen && replyInInbox(deps, { conversation, by, id, text: `person:${id}`, seen });
    }
    case "assign":
      return assignConversation(deps, { conversation, by, force: act.force });
    case "release":
      return releaseConversation(deps, { conversation, by });
  }
}

type Reply = { id: string; at: number; conversation: string };

/**
 * Whether the later reply could know of the earlier one: in its author's own conversation, in one that this
 * leads to, or in one that was merged into them. Until then nothing tells where a customer's former id led from.
 */
function couldKnow(world: World, earlier: Reply, later: Reply): boolean {
  const pathFrom = (id: ConversationId, follows: (id: ConversationId) => boolean) => {
    const path = [id];
    for (let at = id; ; ) {
      const link = world.table.links.get(at);
      // One that others lead to has a link to itself.
      if (!link || link.to === at || !follows(at)) return path;
      at = link.to;
      path.push(at);
    }
  };
  const isMerged = (id: ConversationId) => (world.mergedAt.get(id) ?? Number.POSITIVE_INFINITY) <= later.at;
  const given = world.answeredIn.get(later.id) ?? conversationId(later.conversation);
  // A link counts from when it was written: its own time is earlier. The author looks where the id leads once more
  // after the reply's first write, and so sees what was linked before that.
  const startedAt = world.replyStartedAt.get(later.id) ?? later.at;
  const isLinked = (id: ConversationId) => (world.linkedAt.get(id) ?? Number.POSITIVE_INFINITY) <= startedAt;
  const known = pathFrom(given, isLinked);
  return pathFrom(conversationId(earlier.conversation), isMerged).some((each) => known.includes(each));
}

/**
 * Promise 10: two never answer at once unknowingly. Of two replies that were queued for a customer, the author
 * of the later one had seen the earlier one.
 */
export function brokenAnswers(world: World): string[] {
  const replies = [...world.table.outbound].flatMap(([key, { id, by, at }]) => {
    const seen = world.seen.get(id);
    return seen === undefined ? [] : [{ id, by, at, seen, conversation: key.replace(/ .*/, "") }];
  });
  return replies.flatMap((later) =>
    replies
      .filter(
        (earlier) =>
          couldKnow(world, earlier, later) &&
          earlier.by !== later.by &&
          (earlier.at < later.at || (earlier.at === later.at && earlier.id < later.id)) &&
          (parseChatMessageId(later.seen)?.at ?? 0) < earlier.at,
      )
      .map(
        (earlier) =>
          `10 (people are heard): ${later.id} was accepted, but ${later.by} had not seen ${earlier.id}`,
      ),
  );
}

export const INBOX_MUTATIONS: Record<string, Sabotage> = {
  "a reply is accepted whatever its author has seen": {
    controls: (real) => ({
      ...real,
      startReply: (conversation, { seenAt: _, ...reply }) => real.startReply(conversation, reply),
    }),
  },
  "what a colleague has replied is looked up before, and not in the same write": {
    controls: (real) => {
      const lookedUp = new Map<string, Awaited<ReturnType<typeof real.read>>>();
      return {
        ...real,
        read: async (conversation) => {
          const state = await real.read(conversation);
          lookedUp.set(conversation, state);
          return state;
        },
        startReply: (conversation, { seenAt = 0, ...reply }) => {
          const last = lookedUp.get(conversation)?.lastStaffReply;
          const isNewer = last && last.by !== reply.by && last.at > seenAt;
          return isNewer
            ? real.startReply(conversation, { ...reply, seenAt })
            : real.startReply(conversation, reply);
        },
      };
    },
  },
};
