import { templateSent } from "../answers.ts";
import { ApiProblem } from "../api-problem.ts";
import type { Api } from "../client.ts";
import type { Io } from "../io.ts";
import { CliProblem } from "../problem.ts";
import type { Recipient } from "./read-recipients.ts";

export type Mailing = {
  number: string;
  template: { name: string; language?: string };
  campaign: string;
  recipients: readonly Recipient[];
  /** At most so many a second. */
  rate: number;
  /** At most so many new messages in this run. */
  limit: number;
};

export type Tally = {
  done: number;
  queued: number;
  /** An earlier run has written to them. */
  repeated: number;
  optedOut: number;
  /** The API refused them alone. */
  refused: { line: number; problem: ApiProblem }[];
};

/** Why it ended before the end of the list. */
export type Stop = { kind: "interrupted" } | { kind: "limit" } | { kind: "problem"; problem: CliProblem };

/** Calls under way at once. */
const LANES = 10;
/** Half a minute in all: long enough for a deploy or a hiccup. */
const WAITS = [1_000, 2_000, 4_000, 8_000, 16_000];
/** These concern one recipient: the others can still be written to. */
const ALONE: ReadonlySet<string> = new Set(["unknown-contact", "bad-request", "id-taken"]);

/**
 * Queues a message for each recipient, in the order of the file and paced. Ends early, with what is under way finished, when it is interrupted, when
 * the limit is reached, or at a problem that all have. Repeating it skips those who were written to. Throws only what nobody has foreseen.
 */
export async function sendAll(
  { number, template, campaign, recipients, rate, limit }: Mailing,
  { api, io, interrupted, tally }: { api: Api; io: Io; interrupted: AbortSignal; tally: Tally },
): Promise<Stop | undefined> {
  let next = 0;
  let nextAt = 0;
  let underWay = 0;
  let stop: Stop | undefined;
  let unforeseen: { error: unknown } | undefined;
  const interval = 1_000 / rate;

  async function turn(): Promise<void> {
    const now = io.clock.now();
    const at = Math.max(now, nextAt);
    nextAt = at + interval;
    if (at > now) await io.sleep(at - now, interrupted);
  }

  async function send({ contact, values, line }: Recipient): Promise<void> {
    const body = { number, contact, template: { ...template, values }, campaign };
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await api.post("templates", body, templateSent, { tries: 1 });
        if (answer.result === "skipped") tally.optedOut++;
        else tally[answer.result]++;
        // The pace is that of messages: who gets none passes at once.
        if (answer.result !== "queued") nextAt -= interval;
        return;
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        const wait = WAITS[attempt];
        if (error.transient && wait !== undefined && !interrupted.aborted) {
          await io.sleep(wait, interrupted);
          continue;
        }
        if (!ALONE.has(error.code)) throw error;
        tally.refused.push({ line, problem: error });
        return;
      }
    }
  }

  async function lane(): Promise<void> {
    while (!stop && !unforeseen && next < recipients.length) {
      await turn();
      if (stop || unforeseen) return;
      if (interrupted.aborted) {
        stop = { kind: "interrupted" };
        return;
      }
      // Those under way may all turn out new.
      if (tally.queued + underWay >= limit) {
        if (tally.queued >= limit) stop = { kind: "limit" };
        else await io.sleep(50, interrupted);
        continue;
      }
      const recipient = recipients[next];
      if (!recipient) return;
      next++;
      underWay++;
      try {
        await send(recipient);
        tally.done++;
      } catch (error) {
        // The first problem is the cause: what others say after it follows from it.
        if (error instanceof CliProblem) stop ??= interrupted.aborted ? { kind: "interrupted" } : { kind: "problem", problem: error };
        // No lane goes on behind the back of whoever is told.
        else unforeseen ??= { error };
      } finally {
        underWay--;
      }
    }
  }

  await Promise.all(Array.from({ length: LANES }, lane));
  if (unforeseen) throw unforeseen.error;
  return stop ?? (interrupted.aborted && tally.done < recipients.length ? { kind: "interrupted" } : undefined);
}
