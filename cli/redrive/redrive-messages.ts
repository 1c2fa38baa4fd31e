import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { DeadLetterMessage, DeadLetterQueue } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import { CliProblem } from "../problem.ts";

type Waiting = { rounds: number; pauseMs: number };
/**
 * How long to wait for messages that SQS counts but does not return: it may count a minute late, and a
 * received message stays hidden for a minute. A dry run does not wait for both.
 */
const WAIT_TO_MOVE: Waiting = { rounds: 14, pauseMs: 5_000 };
const WAIT_TO_LIST: Waiting = { rounds: 3, pauseMs: 1_000 };

export type RedriveRequest = {
  matches(message: DeadLetterMessage): boolean;
  /** Maximum of matching messages. */
  limit: number;
  /** `false`: changes nothing. */
  move: boolean;
  stop: AbortSignal;
  /** Called for each match, moved or only listed. */
  onMatch(message: DeadLetterMessage): void;
  /** Called once while it waits for about this many messages that others have received. */
  onWait(count: number): void;
};

/**
 * `complete`: all matching messages were found and, if asked for, moved.
 * `limited`: the limit was reached. `stopped`: by the user. `failed`: see `problem`.
 * `hidden`: some could not be received: another process has them, or they wait behind others in their message
 * group.
 */
export type RedriveResult = {
  end: "complete" | "limited" | "stopped" | "failed" | "hidden";
  moved: number;
  notMatching: number;
  /** Approximate: still in the dead-letter queue, the unfit ones included. */
  left: number;
  problem?: CliProblem;
  /** Keeps some messages hidden from others for up to a minute. */
  unreleased?: CliProblem;
};

/**
 * One round receives until nothing new comes, then releases the messages; in a FIFO queue the messages behind
 * them come in the next round. An empty result does not end the search: SQS's count must agree.
 */
export async function redriveMessages(
  deadLetterQueue: DeadLetterQueue,
  { sleep }: Pick<Io, "sleep">,
  { matches, limit, move, stop, onMatch, onWait }: RedriveRequest,
): Promise<RedriveResult> {
  const total = await deadLetterQueue.count();
  const seen = new Set<string>();
  const moved = new Set<string>();
  /** By id. The last receipt counts. */
  const received = new Map<string, DeadLetterMessage>();
  let [matching, notMatching] = [0, 0];
  let unreleased: CliProblem | undefined;

  async function release(): Promise<void> {
    const messages = [...received.values()];
    received.clear();
    unreleased = (await deadLetterQueue.release(messages)) ?? unreleased;
  }

  async function take(message: DeadLetterMessage): Promise<void> {
    if (moved.has(message.id)) {
      // A standard queue may return a deleted message.
      await deadLetterQueue.remove(message);
      received.delete(message.id);
    }
    if (seen.has(message.id)) return;
    seen.add(message.id);
    if (!matches(message)) {
      notMatching += 1;
      return;
    }
    if (move) {
      await deadLetterQueue.move(message);
      moved.add(message.id);
      received.delete(message.id);
    }
    matching += 1;
    onMatch(message);
  }

  const earlyEnd = () => (stop.aborted ? "stopped" : matching >= limit ? "limited" : undefined);

  async function round(): Promise<RedriveResult["end"] | undefined> {
    const inRound = new Set<string>();
    for (;;) {
      if (earlyEnd()) return earlyEnd();
      const batch = await deadLetterQueue.receive();
      for (const message of batch) received.set(message.id, message);
      for (const message of batch) {
        if (earlyEnd()) return earlyEnd();
        await take(message);
      }
      // Nothing, or only messages whose visibility timeout has passed.
      if (batch.every(({ id }) => inRound.has(id))) return undefined;
      for (const { id } of batch) inRound.add(id);
    }
  }

  const unseenOf = (count: number) => Math.max(0, count - (seen.size - moved.size));
  let unseen = unseenOf(total);

  async function allRounds(): Promise<RedriveResult["end"]> {
    const { rounds, pauseMs } = move ? WAIT_TO_MOVE : WAIT_TO_LIST;
    for (let idle = 0; ; idle++) {
      const before = seen.size;
      const ended = await round();
      unseen = unseenOf(total - moved.size);
      if (ended) return ended;
      await release();
      if (unseen > 0) unseen = Math.min(unseen, unseenOf(await deadLetterQueue.count()));
      if (unseen === 0) return "complete";
      if (seen.size > before) idle = 0;
      if (idle >= rounds) return "hidden";
      if (idle === 1 && move) onWait(unseen);
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
    notMatching: notMatching,
    left: seen.size - moved.size + unseen,
    ...omitUndefined({ problem, unreleased }),
  };
}
