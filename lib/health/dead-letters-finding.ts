import { type Finding, ok, problem } from "../domain/health/finding.ts";

export const deadLettersFinding = (queue: string, deadLetters: number, rest = ""): Finding =>
  deadLetters > 0
    ? problem(
        `queue.${queue}`,
        `${deadLetters} message(s) are in the dead-letter queue.`,
        `See docs/runbook.md#redrive, then \`npm run wa -- redrive ${queue}\`.`,
      )
    : ok(`queue.${queue}`, `The dead-letter queue is empty${rest}.`);
