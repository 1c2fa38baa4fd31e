import type { History } from "../../../lib/application/ports/history.ts";
import { transcriptEntryById, transcriptOf } from "../../../lib/application/ports/transcript.ts";
import type { ConversationIds } from "../../../lib/domain/conversation/conversation.ts";
import { ANONYMISE } from "../../../lib/domain/conversation/erased-fields.ts";
import { splitSendBlocks } from "../../../lib/domain/conversation/split-send-blocks.ts";
import { type ConversationId, conversationId } from "../../../lib/domain/ids.ts";
import type { Turn } from "../../../lib/domain/turn/turn.ts";
import type { MemoryMessage, MemoryTable } from "./memory-table.ts";
import type { WordsMap } from "./words-map.ts";

/** Few, so that a long conversation has several parts. */
const PER_PART = 100;

/** Newest last, where one is kept twice. */
export const turnsIn = (table: MemoryTable, conversationIds: ConversationIds): readonly Turn[] =>
  conversationIds.toReversed().flatMap((conversation) => {
    const { turn } = table.state(conversation);
    return [...table.turns.under(conversation), ...(turn ? [turn] : [])];
  });

function saidIn(table: MemoryTable, conversationIds: ConversationIds, most?: number) {
  const messages = conversationIds
    .flatMap((conversation) => table.messages.under(conversation))
    .filter((message) => !isBlank(message));
  return transcriptOf(messages, turnsIn(table, conversationIds), most);
}

const actsIn = (table: MemoryTable, conversation: ConversationId | "*") =>
  table.acts.under(conversation).sort((a, b) => a.at - b.at);

function everythingIn(table: MemoryTable, conversation: ConversationId): Record<string, unknown>[] {
  const items = [
    table.messages,
    table.turns,
    table.outbound,
    table.acts,
    table.notes,
    table.drafts,
    table.files,
  ].flatMap((map): object[] => map.under(conversation));
  const [state, lead] = [table.states.get(conversation), table.leads.get(conversation)];
  const activity = table.activity.get(conversation);
  return [
    ...items.map((item) => ({ ...item })),
    ...(state ? [{ ...state }] : []),
    ...(lead ? [{ ...lead }] : []),
    ...(activity ? [{ ...activity }] : []),
  ];
}

export const memoryHistory = (table: MemoryTable): History => ({
  transcript: async (conversationIds, most) => saidIn(table, conversationIds, most),
  async findMessage(conversationIds, id) {
    const message = conversationIds
      .map((conversation) => table.message(conversation, id))
      .find((each) => each !== undefined);
    const turns = conversationIds.flatMap((conversation) => table.turns.under(conversation));
    return transcriptEntryById(id, message && !isBlank(message) ? message : undefined, turns);
  },
  async record(conversation, id, act) {
    const key = `${conversation} ${id}`;
    if (!table.acts.has(key)) table.acts.set(key, act);
  },
  acts: async (conversation) => actsIn(table, conversation),
  async part(conversation, after) {
    const start = Number(after ?? 0);
    const [items, said, acts] = [
      everythingIn(table, conversation),
      saidIn(table, [conversation]),
      actsIn(table, conversation),
    ];
    const cut = <Kept>(all: readonly Kept[]) => all.slice(start, start + PER_PART);
    const goesOn = start + PER_PART < Math.max(items.length, said.length, acts.length);
    return {
      items: cut(items),
      transcript: cut(said),
      acts: cut(acts),
      ...(goesOn && { next: String(start + PER_PART) }),
    };
  },
  everything: async (conversation) => everythingIn(table, conversation),
  async erase(conversation) {
    let erased = 0;
    const drop = (map: WordsMap<unknown>, first: string) => {
      for (const key of map.keysUnder(first)) erased += Number(map.delete(key));
    };
    for (const message of table.messages.under(conversation)) {
      if (isBlank(message)) continue;
      const {
        position,
        outcome = { kind: "ignored", reason: "erased" } as const,
        sentAt,
        arrivedAt,
        id,
        number,
      } = message;
      table.messages.set(`${conversation} ${id}`, {
        ...BLANK,
        id,
        number,
        position,
        outcome,
        sentAt,
        arrivedAt,
      });
      erased += 1;
    }
    for (const map of [table.turns, table.outbound, table.acts, table.notes, table.drafts, table.files])
      drop(map, conversation);
    for (const key of table.deliveries.keys())
      if (key.startsWith(`cw1.${conversation}.`)) erased += Number(table.deliveries.delete(key));
    erased += Number(table.leads.delete(conversation));
    erased += Number(table.activity.delete(conversation));
    // As in the real one, entries of former ids are left until they expire.
    const [session, ...names] = (table.state(conversation).progress?.indexedAs ?? "").split(" ");
    erased += Number(table.sessions.delete(`${session} ${conversation}`));
    for (const name of names.map(conversationId))
      if (table.names.get(name) === conversation) erased += Number(table.names.delete(name));
    for (const [key, handoff] of table.handoffs)
      if (handoff.origin === conversation) erased += Number(table.handoffs.delete(key));
    const state = table.states.get(conversation);
    const { pauses, consent, rest } = splitSendBlocks(table.state(conversation));
    const { conversation: _, version, progress = {}, ...personal } = rest;
    if (
      state &&
      (Object.keys({ ...pauses, ...personal }).length > 0 || !ANONYMISE.progress.isAnonymous(progress))
    ) {
      const kept = ANONYMISE.progress.keep(progress);
      table.states.set(conversation, {
        conversation,
        version: version + 1,
        ...consent,
        ...(kept && { progress: kept }),
      });
      erased += 1;
    }
    return erased;
  },
});

/** What is left of a message whose content was erased. */
const BLANK = { customer: {}, content: { kind: "unsupported", type: "erased" } } as const;
export const isBlank = ({ content }: MemoryMessage) => content === BLANK.content;
