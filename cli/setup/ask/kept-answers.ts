import * as z from "zod/mini";
import type { Notes } from "../../../lib/adapters/files/notes.ts";

/** Answers by option of a run that did not end. Never a credential. */
export type KeptAnswers = {
  /** Of the earlier run. */
  found: Readonly<Record<string, string>>;
  get(option: string): string | undefined;
  keep(option: string, answer: string): Promise<void>;
  forget(): Promise<void>;
};

/** They describe one number: useless for another. */
const OF_THE_NUMBER = ["--agent-id", "--phone-number-id", "--waba-id", "--from"];

const note = z.object({ answers: z.record(z.string(), z.string()) });

/** `stage`: each has its own. */
export async function keptAnswers(notes: Notes, stage: string): Promise<KeptAnswers> {
  const name = `setup-${stage}`;
  const found = z.safeParse(note, await notes.read(name)).data?.answers ?? {};
  const answers: Record<string, string> = { ...found };
  return {
    found,
    get: (option) => answers[option],
    async keep(option, answer) {
      if (option === "--name" && answers["--name"] !== undefined && answers["--name"] !== answer)
        for (const other of OF_THE_NUMBER) delete answers[other];
      answers[option] = answer;
      await notes.write(name, { answers });
    },
    forget: () => notes.remove(name),
  };
}
