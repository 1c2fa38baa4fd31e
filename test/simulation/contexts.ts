import { contextNote } from "../../lib/domain/turn/context-note.ts";
import { personOf } from "./ceilings.ts";
import { hasStoredAnswer } from "./stored-answers.ts";
import type { Sabotage, World } from "./world.ts";

const FIRST_CONTACT = contextNote({ isFirstContact: true }) ?? "";

/** So that everything else sees the question as it would be without. */
export function readContext(text: string): { isFirstContact: boolean; text: string } {
  const isFirstContact = text.startsWith(FIRST_CONTACT);
  return { isFirstContact, text: isFirstContact ? text.slice(FIRST_CONTACT.length + 1) : text };
}

/** The agent is told that a customer is new with each question until its first answer is stored, and then no more. */
export function brokenContexts(world: World): string[] {
  const { asked } = world.agent;
  const broken: string[] = [];
  for (const { at, session, isFirstContact } of asked) {
    const mayBeKnown = asked.some(
      (other) => other.answered && other.at < at && personOf(other.session) === personOf(session),
    );
    if (!mayBeKnown && !isFirstContact)
      broken.push(`the agent was asked for ${session} at ${at}, and not told that the customer is new`);
    if (isFirstContact && hasStoredAnswer(world, session, at))
      broken.push(`the agent was told at ${at} that ${session} is new, after it had answered`);
  }
  return broken.map((problem) => `2 (told once): ${problem}`);
}

export const CONTEXT_MUTATIONS: Record<string, Sabotage> = {
  "the agent is told that a customer is new after it has answered": {
    conversations: (real) => ({
      ...real,
      save: ({ progress, ...state }, sendBlocks) =>
        real.save(
          { ...state, ...(progress && { progress: { ...progress, isNewToAgent: true } }) },
          sendBlocks,
        ),
    }),
  },
  "the agent is told that a customer is new with the first attempt only": {
    conversations: (real) => ({
      ...real,
      save: ({ progress, ...state }, sendBlocks) => {
        const { isNewToAgent: _, ...told } = progress ?? {};
        const hasFailed = state.turn !== undefined && state.turn.parts.length === 0;
        return real.save(
          { ...state, ...(progress && { progress: hasFailed ? told : progress }) },
          sendBlocks,
        );
      },
    }),
  },
};
