import { turnIdOf } from "../../../lib/adapters/identity/keyed-ids.ts";
import { messageId } from "../../../lib/domain/ids.ts";
import type { Board } from "../board.ts";
import type { Trace } from "../protocol/protocol.ts";

export const ENDINGS: readonly Exclude<Trace["state"], "waiting">[] = [
  "answered",
  "handed-off",
  "drafted",
  "ignored",
  "deferred",
  "failed",
];

/** Of turns that answer no message. */
export const AUTHORS = { person: "team", system: "system" } as const;

export function turnsOn(board: Board) {
  const traces = () => [...board.traces.values()];
  const waiting = () => traces().filter(({ state }) => state === "waiting");

  /** The worker names a turn by its first message. Only its first send shows which one that is. */
  function rename(turn: string, conversation: string): void {
    const first = traces().find(
      (trace) => trace.conversation === conversation && turnIdOf(messageId(trace.id)) === turn,
    );
    if (!first) return;
    const guessed = first.turn;
    const group = traces().filter(
      (trace) => trace === first || (guessed !== undefined && trace.turn === guessed),
    );
    for (const { id, customer, number } of group) board.trace(id, { customer, number, turn });
  }

  const of = (conversation: string, turn: string) =>
    traces().filter((trace) => trace.conversation === conversation && trace.turn === turn);

  /** The messages of each open call. */
  const calls = new Set<readonly string[]>();

  return {
    waiting,

    /** The worker asks the agent or a provider for these messages. Call the result with the response. */
    calls(messages: readonly string[]): () => void {
      calls.add(messages);
      return () => calls.delete(messages);
    },

    isWorkedOn: (message: string): boolean => [...calls].some((messages) => messages.includes(message)),

    begin(messages: readonly Trace[]): readonly string[] {
      const [first] = messages;
      const known = messages.find(({ turn }) => turn !== undefined)?.turn;
      const turn = known ?? (first ? turnIdOf(messageId(first.id)) : "");
      const fresh = messages.filter((trace) => trace.turn !== turn);
      for (const { id, customer, number } of fresh) board.trace(id, { customer, number, turn });
      board.step(
        fresh.map(({ id }) => id),
        { kind: "turn", turn, messages: messages.length },
      );
      return messages.map(({ id }) => id);
    },

    /** A message that answers nothing gets its own trace, if its chat is known. */
    tracesOf(conversation: string, turn: string): readonly string[] {
      if (of(conversation, turn).length === 0) rename(turn, conversation);
      const found = of(conversation, turn);
      if (found.length > 0) return found.map(({ id }) => id);
      const chat = board.whose(conversation);
      if (!chat) return [];
      const id = `turn:${turn}`;
      board.trace(id, { ...chat, conversation, turn });
      board.step([id], { kind: "turn", turn, messages: 0 });
      return [id];
    },
  };
}

export type Turns = ReturnType<typeof turnsOn>;
