import type { DeadLetter, DeadLetters } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import { CliProblem } from "../problem.ts";

type Patience = { rounds: number; pauseMs: number };
/**
 * How long to look for what SQS counts and does not give. SQS may count a minute late, and a message that somebody has received is hidden
 * for a minute: whoever moves letters waits until both are over. Whoever only looks does not.
 */
const MOVING: Patience = { rounds: 14, pauseMs: 5_000 };
const LOOKING: Patience = { rounds: 3, pauseMs: 1_000 };

export type RedriveRequest = {
  /** Whether it fits; asked once for each. */
  fits(letter: DeadLetter): boolean;
  /** Of those that fit. */
  limit: number;
  /** Else nothing is changed. */
  move: boolean;
  stop: AbortSignal;
  /** Told of each that fits, moved or only shown. */
  found(letter: DeadLetter): void;
  /** Told once, when it waits for about so many that others have received. */
  waiting(count: number): void;
};

/**
 * `complete`: everything that fits was found and, where asked for, moved.
 * `limited`: as many as were asked for. `stopped`: by whoever runs it. `failed`: `problem` says of what.
 * `hidden`: some could not be had, because somebody else has received them, or because they wait behind others of their conversation.
 */
export type RedriveResult = {
  end: "complete" | "limited" | "stopped" | "failed" | "hidden";
  moved: number;
  /** Seen, and left because they do not fit. */
  unfit: number;
  /** About how many are dead letters still, those included. */
  left: number;
  problem?: CliProblem;
  /** What keeps some of those that were seen hidden from others for up to a minute. */
  unreleased?: CliProblem;
};

/**
 * Goes through the dead letters of a queue. One round receives until nothing more comes, then releases what it holds: of a FIFO queue the
 * letters behind those only come in the next round. An empty answer alone does not end it, SQS's count must agree.
 */
export async function redriveLetters(
  letters: DeadLetters,
  { sleep }: Pick<Io, "sleep">,
  { fits, limit, move, stop, found, waiting }: RedriveRequest,
): Promise<RedriveResult> {
  const total = await letters.count();
  /** Ids of all that were seen. */
  const seen = new Set<string>();
  const moved = new Set<string>();
  /** What others cannot see because of us, by id: the last receipt counts. */
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
      // A standard queue may give again what was removed.
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
      // Nothing, or only what has been hidden for so long that it comes round again.
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
