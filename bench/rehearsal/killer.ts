import { setTimeout as pause } from "node:timers/promises";
import type { RehearsalOptions } from "./options.ts";
import type { Proof } from "./proof.ts";

/**
 * Kills all workers at even distances: by turns while the agent thinks, and when a reply is accepted but its worker
 * does not know it yet.
 */
export function killer(
  { messages, kills, agentMs, returnAfterKillSeconds }: RehearsalOptions,
  proof: Proof,
  killWorkers: (returnAfterSeconds: number) => Promise<void>,
) {
  const done = { thinking: 0, accepted: 0 };
  let begun = 0;

  /** Whether it is time, and the turn of that moment. */
  const isDue = (moment: keyof typeof done) =>
    begun < kills &&
    proof.answeredCount >= (messages * (begun + 0.5)) / kills &&
    (begun % 2 === 0 ? "thinking" : "accepted") === moment;

  async function kill(moment: keyof typeof done): Promise<void> {
    proof.killed(Date.now());
    await killWorkers(returnAfterKillSeconds);
    proof.killed(Date.now());
    done[moment]++;
  }

  return {
    done,
    onQuestion(): void {
      if (!isDue("thinking")) return;
      begun++;
      void pause(agentMs / 2).then(() => kill("thinking"));
    },
    onAccepted(): Promise<void> | undefined {
      if (!isDue("accepted")) return undefined;
      begun++;
      return kill("accepted");
    },
  };
}
