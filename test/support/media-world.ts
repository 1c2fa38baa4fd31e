import type { MediaUnderstanding } from "../../lib/application/ports/understanding.ts";
import type { MediaTask } from "../../lib/domain/media/media-task.ts";
import type { Understood } from "../../lib/domain/media/understood.ts";
import { engineWorld } from "./engine-world.ts";

export const UNDERSTANDING_TIMEOUT_MS = 20_000;

/** Hears `words`, one after the other. */
export function mediaWorld(
  words: readonly (string | Understood)[] = ["two lamps, please"],
  change: Parameters<typeof engineWorld>[0] = {},
) {
  const heard = [...words];
  const paid: MediaTask[] = [];
  const deadlines: number[] = [];
  const understanding: MediaUnderstanding = {
    modes: new Set(["transcribe", "describe"]),
    timeoutMs: UNDERSTANDING_TIMEOUT_MS,
    async understand(_, task, deadline) {
      paid.push(task);
      deadlines.push(deadline);
      const next = heard.shift() ?? "again";
      return typeof next === "string" ? { kind: "understood", text: next } : next;
    },
  };
  return { ...engineWorld({ understanding, ...change }), understanding, paid, deadlines };
}
