import type {
  DelayedAnswer,
  DelayedAnswers,
  FailureCounts,
} from "../../../lib/application/ports/status-ports.ts";
import { placeKey } from "../../../lib/domain/inbox/index-key.ts";
import type { MemoryTable } from "./memory-table.ts";

const SLICE_MS = 300_000;

const placeOf = ({ since: at, conversation }: DelayedAnswer) => placeKey({ at, conversation });

export const memoryDelayedAnswers = (table: MemoryTable): DelayedAnswers => ({
  async note(answer) {
    table.delayed.set(`${answer.conversation} ${answer.since}`, answer);
  },
  async remove(conversation, since) {
    table.delayed.delete(`${conversation} ${since}`);
  },
  async list(max) {
    const answers = [...table.delayed.values()]
      .filter(({ until }) => until > table.clock.now())
      .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    return { answers: answers.slice(0, max), more: answers.length > max };
  },
});

export const memoryFailureCounts = (table: MemoryTable): FailureCounts => ({
  async add(number, { kind, code }) {
    const slice = Math.floor(table.clock.now() / SLICE_MS);
    const key = `${number} ${slice} ${kind} ${code}`;
    const { count = 0 } = table.failures.get(key) ?? {};
    table.failures.set(key, { number, slice, kind, code, count: count + 1, lastAt: table.clock.now() });
  },
  async since(number, at) {
    const kept = [...table.failures.values()].filter(
      (each) => each.number === number && each.slice >= Math.floor(at / SLICE_MS),
    );
    return [...Map.groupBy(kept, ({ kind, code }) => `${kind} ${code}`).values()].flatMap((same) => {
      const [first] = same;
      if (!first) return [];
      const { kind, code } = first;
      const count = same.reduce((sum, each) => sum + each.count, 0);
      return [{ kind, code, count, lastAt: Math.max(...same.map(({ lastAt }) => lastAt)) }];
    });
  },
});
