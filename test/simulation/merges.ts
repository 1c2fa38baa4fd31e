import { conversationId } from "../../lib/domain/ids.ts";
import type { Sabotage, World } from "./world.ts";

/** A conversation that was fenced off for its merge is merged in the end, whoever died in between. */
export const unfinishedMerges = (world: World): string[] =>
  [...world.table.states.values()].flatMap(({ conversation, movedTo }) => {
    if (movedTo === undefined) return [];
    const { mergedFrom = [] } = world.table.known(conversationId(world.rootOf(conversation)));
    return mergedFrom.includes(conversation)
      ? []
      : [`10 (people are heard): the merge of ${conversation} was never finished`];
  });

export const MERGE_MUTATIONS: Record<string, Sabotage> = {
  "the merge of a phone's conversation ends once it is fenced off": {
    conversations: (real) => ({
      ...real,
      mergeInto: async (conversation, other) =>
        other.conversation.endsWith("p") ? undefined : real.mergeInto(conversation, other),
    }),
  },
};
