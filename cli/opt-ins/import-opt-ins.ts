import type { ErrorCode } from "../../lib/operator-api/errors.ts";
import { ApiProblem } from "../api-problem.ts";
import type { Api } from "../client.ts";
import type { Io } from "../io.ts";
import { CliProblem } from "../problem.ts";
import type { GivenOptIn } from "./read-opt-ins.ts";

export type Tally = {
  done: number;
  recorded: number;
  /** By an earlier run. */
  repeated: number;
  /** Recorded or not: these customers have opted out, and that counts. */
  blocked: number;
  refused: { line: number; problem: ApiProblem }[];
};

export const emptyTally = (): Tally => ({ done: 0, recorded: 0, repeated: 0, blocked: 0, refused: [] });

const MAX_PARALLEL = 10;
/** Half a minute in total. */
const RETRY_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
const ALONE: ReadonlySet<string> = new Set<ErrorCode>(["unknown-contact", "bad-request", "opt-in-in-future"]);

/** Ends early on an interrupt or a problem that concerns everybody, which it returns. A repeat adds what is missing. */
export async function importOptIns(
  { number, optIns }: { number: string; optIns: readonly GivenOptIn[] },
  { api, io, interrupted, tally }: { api: Api; io: Io; interrupted: AbortSignal; tally: Tally },
): Promise<CliProblem | undefined> {
  let next = 0;
  let stop: { problem: CliProblem } | { unforeseen: unknown } | undefined;

  async function record({ line, ...optIn }: GivenOptIn): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await api.call("opt-in", { body: { number, ...optIn } }, { tries: 1 });
        tally[answer.result]++;
        if (answer.blocked !== undefined) tally.blocked++;
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
    while (!stop && !interrupted.aborted) {
      const optIn = optIns[next++];
      if (!optIn) return;
      try {
        await record(optIn);
        tally.done++;
      } catch (error) {
        stop ??= error instanceof CliProblem ? { problem: error } : { unforeseen: error };
      }
    }
  }

  await Promise.all(Array.from({ length: MAX_PARALLEL }, lane));
  if (stop && "unforeseen" in stop) throw stop.unforeseen;
  return stop?.problem;
}
