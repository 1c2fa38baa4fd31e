import type { ErrorCode } from "../../lib/operator-api/errors.ts";
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
  /** Maximum of messages per second. */
  rate: number;
  /** Maximum of new messages in this run. */
  limit: number;
};

export type Tally = {
  done: number;
  queued: number;
  /** Sent by an earlier run. */
  repeated: number;
  optedOut: number;
  /** Of a marketing template, where the settings demand an opt-in. */
  noOptIn: number;
  /** The API refused these recipients only. */
  refused: { line: number; problem: ApiProblem }[];
};

export type Stop = { kind: "interrupted" } | { kind: "limit" } | { kind: "problem"; problem: CliProblem };

const MAX_PARALLEL = 10;
/** Half a minute in total: long enough for a deploy or a short failure. */
const RETRY_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
const ALONE: ReadonlySet<string> = new Set<ErrorCode>(["unknown-contact", "bad-request", "id-taken"]);

/**
 * Queues a message for each recipient in file order. Ends early on an interrupt, at the limit, or at a
 * problem that concerns everybody; calls in progress finish first. A repeat skips recipients of earlier runs.
 * Throws only unexpected errors.
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
        const answer = await api.call("send-template", { body }, { tries: 1 });
        if (answer.result === "skipped") tally[answer.reason === "no-opt-in" ? "noOptIn" : "optedOut"]++;
        else tally[answer.result]++;
        // Only messages are paced: a skipped recipient takes no time.
        if (answer.result !== "queued") nextAt -= interval;
        return;
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        const wait = RETRY_AFTER_MS[attempt];
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
      // Calls in progress may all turn out to be new messages.
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
        // The first problem is the cause, the later ones follow from it.
        if (error instanceof CliProblem)
          stop ??= interrupted.aborted ? { kind: "interrupted" } : { kind: "problem", problem: error };
        // Every lane ends before the function returns.
        else unforeseen ??= { error };
      } finally {
        underWay--;
      }
    }
  }

  await Promise.all(Array.from({ length: MAX_PARALLEL }, lane));
  if (unforeseen) throw unforeseen.error;
  return (
    stop ?? (interrupted.aborted && tally.done < recipients.length ? { kind: "interrupted" } : undefined)
  );
}
