import type { Conversations } from "../../lib/application/ports/ports.ts";
import type { ConversationState } from "../../lib/domain/conversation/conversation.ts";
import type { ConversationId } from "../../lib/domain/ids.ts";
import { turnFor } from "./runner.ts";
import type { Sabotage, World } from "./world.ts";

/** Every answered message was published, and every part of a finished turn that the provider took. */
export function unpublishedMessages(world: World): string[] {
  const broken: string[] = [];
  const published = new Set(world.events.map(({ type, id }) => `${type} ${id}`));
  for (const { id, outcome, content } of world.table.messages.values())
    if (
      outcome?.kind === "answered" &&
      content.kind === "text" &&
      !published.has(`message.received ${turnFor(id)}.received`)
    )
      broken.push(`7 (nothing silent): ${id} was answered and never published`);
  for (const [key, turn] of world.table.turns) {
    const conversation = key.replace(/ .*/, "");
    for (const [part, { state }] of turn.parts.entries())
      if (state === "accepted" && !published.has(`message.sent ${conversation}.sent.${turn.id}.${part}`))
        broken.push(`7 (nothing silent): part ${part} of ${turn.id} was sent and never published`);
  }
  const times = Map.groupBy(
    world.events.filter(({ type }) => type === "message.received"),
    ({ id }) => id,
  );
  const faultless =
    world.scheduler.faults === 0 && world.outages.length === 0 && world.table.links.size === 0;
  for (const [id, events] of times)
    if (faultless && events.length > 1)
      broken.push(`11 (bounded cost): ${id} was published ${events.length} times`);
  return broken;
}

const losing = (type: string): Sabotage => ({
  engine: (real) => ({
    ...real,
    events: {
      publish: (event) =>
        event.type === type ? real.events.publish(event).catch(() => undefined) : real.events.publish(event),
    },
  }),
});

function withoutReceived({ progress = {}, ...state }: ConversationState): string {
  const { received: _, lastHour: __, ...others } = progress;
  return JSON.stringify({ ...state, progress: others });
}

/** Answers that nothing was written where only the published messages are new. */
function forgetful(real: Conversations): Conversations {
  const known = new Map<ConversationId, string>();
  const keep = (state: ConversationState) => known.set(state.conversation, withoutReceived(state));
  return {
    ...real,
    async load(conversation, number) {
      const loaded = await real.load(conversation, number);
      keep(loaded.state);
      return loaded;
    },
    async save(state, blocks) {
      if (withoutReceived(state) === known.get(state.conversation)) return "conflict";
      return real.save(state, blocks);
    },
  };
}

export const MESSAGE_EVENT_MUTATIONS: Record<string, Sabotage> = {
  "a received message that could not be published is forgotten": losing("message.received"),
  "a sent message that could not be published is forgotten": losing("message.sent"),
  "what was published of a message that waits is not noted": { conversations: forgetful },
  "received messages are published by every command": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const { received: _, ...progress } = loaded.state.progress ?? {};
        return { ...loaded, state: { ...loaded.state, progress } };
      },
    }),
  },
};
