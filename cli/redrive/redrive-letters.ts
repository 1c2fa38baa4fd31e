import type { DeadLetter, DeadLetters } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import { CliProblem } from "../problem.ts";

type Patience = { rounds: number; pauseMs: number };
/**
 * How long to wait for messages that SQS counts but does not return. SQS may count a minute late, and a
 * received message stays hidden for a minute. Moving waits for both; a dry run does not.
 */
const MOVING: Patience = { rounds: 14, pauseMs: 5_000 };
const LOOKING: Patience = { rounds: 3, pauseMs: 1_000 };

export type RedriveRequest = {
  /** Whether the message matches. Called once for each. */
  fits(letter: DeadLetter): boolean;
  /** The maximum of matching messages. */
  limit: number;
  /** `false`: changes nothing. */
  move: boolean;
  stop: AbortSignal;
  /** Called for each matching message, moved or only listed. */
  found(letter: DeadLetter): void;
  /** Called once while it waits for about this many messages that others have received. */
  waiting(count: number): void;
};

/**
 * `complete`: all matching messages were found and, if asked for, moved.
 * `limited`: the limit was reached. `stopped`: by the user. `failed`: see `problem`.
 * `hidden`: some could not be received, because another process has received them, or because they wait
 * behind others in their message group.
 */
export type RedriveResult = {
  end: "complete" | "limited" | "stopped" | "failed" | "hidden";
  moved: number;
  unfit: number;
  /** About how many messages are still in the dead-letter queue, the unfit ones included. */
  left: number;
  problem?: CliProblem;
  /** The problem that keeps some messages hidden from others for up to a minute. */
  unreleased?: CliProblem;
};

/**
 * Goes through a dead-letter queue. One round receives until nothing new comes, then releases the messages;
 * in a FIFO queue the messages behind them come in the next round. An empty result does not end the search:
 * SQS's count must agree.
 */
export async function redriveLetters(
  letters: DeadLetters,
  { sleep }: Pick<Io, "sleep">,
  { fits, limit, move, stop, found, waiting }: RedriveRequest,
): Promise<RedriveResult> {
  const total = await letters.count();
  const seen = new Set<string>();
  const moved = new Set<string>();
  /** Messages that we have received and that others cannot see, by id. The last receipt counts. */
  const held = new Map<string, DeadLetter>();
  let [fitting, unfit] = [0, 0];
  let unreleased: CliProblem | undefined;

  async function release(): Promise<void> {
    const those = [...held.values()];
    held.clear();
    unreleased = (await letters.release(those)) ?? unreleased;
  }

  async function take(letter: DeadLetter): Promise<void> {
    if (moved.has(letter.id)) {
      // A standard queue may return a deleted message.
      await letters.remove(letter);
      held.delete(letter.id);
    }
    if (seen.has(letter.id)) return;
    seen.add(letter.id);
    if (!fits(letter)) {
      unfit += 1;
      return;
    }
    if (move) {
      await letters.move(letter);
      moved.add(letter.id);
      held.delete(letter.id);
    }
    fitting += 1;
    found(letter);
  }

  const earlyEnd = () => (stop.aborted ? "stopped" : fitting >= limit ? "limited" : undefined);

  async function round(): Promise<RedriveResult["end"] | undefined> {
    const inRound = new Set<string>();
    for (;;) {
      if (earlyEnd()) return earlyEnd();
      const batch = await letters.receive();
      for (const letter of batch) held.set(letter.id, letter);
      for (const letter of batch) {
        if (earlyEnd()) return earlyEnd();
        await take(letter);
      }
      // Nothing, or only messages whose visibility timeout has passed.
      if (batch.every(({ id }) => inRound.has(id))) return undefined;
      for (const { id } of batch) inRound.add(id);
    }
  }

  const unseenOf = (count: number) => Math.max(0, count - (seen.size - moved.size));
  let unseen = unseenOf(total);

  async function allRounds(): Promise<RedriveResult["end"]> {
    const { rounds, pauseMs } = move ? MOVING : LOOKING;
    for (let idle = 0; ; idle++) {
      const before = seen.size;
      const ended = await round();
      unseen = unseenOf(total - moved.size);
      if (ended) return ended;
      await release();
      if (unseen > 0) unseen = Math.min(unseen, unseenOf(await letters.count()));
      if (unseen === 0) return "complete";
      if (seen.size > before) idle = 0;
      if (idle >= rounds) return "hidden";
      if (idle === 1 && move) waiting(unseen);
      if (idle > 0) await sleep(pauseMs, stop);
    }
  }

  let end: RedriveResult["end"] = "failed";
  let problem: CliProblem | undefined;
  try {
    end = await allRounds();
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    problem = error;
    unseen = unseenOf(total - moved.size);
  } finally {
    await release();
  }
  return {
    end,
    moved: moved.size,
    unfit,
    left: seen.size - moved.size + unseen,
    ...(problem && { problem }),
    ...(unreleased && { unreleased }),
  };
}
