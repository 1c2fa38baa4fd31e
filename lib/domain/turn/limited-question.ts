import type { Content } from "../inbound/inbound.ts";
import { agentNote } from "./agent-note.ts";
import { agentText, WIDEST } from "./agent-text.ts";

/** Characters, notes included. Ten documents alone could be 120,000. */
export const MAX_QUESTION_LENGTH = 30_000;

/** Of one message. Forms, cards and orders can be longer. */
const MAX_TYPED_LENGTH = 4_096;

type QuestionMessage = {
  /** On what it quotes, forwards or came from. */
  notes: readonly string[];
  content: Content;
};

const WITHOUT_NOTES = agentNote(
  "what these messages quote or came from, and what colleagues wrote, is left out: the question is too long",
);
const WITHOUT_EARLIER = agentNote("earlier messages of the customer are left out: the question is too long");

const linesOf = (messages: readonly QuestionMessage[], limits = WIDEST): string[] =>
  messages.flatMap(({ notes, content }) => [...notes, agentText(content, limits)]);

const fits = (text: string) => text.length <= MAX_QUESTION_LENGTH;

/** The largest number up to `most` for which `isRight`, which is right for no larger one; 0 if for none. */
function largest(most: number, isRight: (candidate: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isRight(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The messages in order, after `before`: what staff did. Too long, it loses in this order: the ends of what
 * machines understood of files, what is quoted, the ends of forms, cards and orders, the customer's earliest
 * messages. A note says so.
 */
export function limitedQuestion(
  messages: readonly QuestionMessage[],
  before: readonly string[] = [],
): string {
  const whole = [...before, ...linesOf(messages)].join("\n");
  if (fits(whole)) return whole;
  return withLessUnderstood(messages, before) ?? withoutNotes(messages) ?? withFewerWords(messages);
}

/** The same length for each attachment. */
function withLessUnderstood(
  messages: readonly QuestionMessage[],
  before: readonly string[],
): string | undefined {
  const textWith = (understood: number) =>
    [...before, ...linesOf(messages, { ...WIDEST, understood })].join("\n");
  const text = textWith(largest(WIDEST.understood, (length) => fits(textWith(length))));
  return fits(text) ? text : undefined;
}

const bare = (messages: readonly QuestionMessage[]) => messages.map((each) => ({ ...each, notes: [] }));
const ONLY_NAMED = { ...WIDEST, understood: 0 };

function withoutNotes(messages: readonly QuestionMessage[]): string | undefined {
  const text = [WITHOUT_NOTES, ...linesOf(bare(messages), ONLY_NAMED)].join("\n");
  return fits(text) ? text : undefined;
}

/** The longest messages lose their end, if no text that somebody can type does; else the earliest are lost. */
function withFewerWords(messages: readonly QuestionMessage[]): string {
  const linesWith = (words: number) => linesOf(bare(messages), { understood: 0, words });
  const textFrom = (lines: readonly string[], at: number) => [WITHOUT_EARLIER, ...lines.slice(at)].join("\n");
  const shortened = (words: number) => [WITHOUT_NOTES, ...linesWith(words)].join("\n");
  const words = largest(MAX_QUESTION_LENGTH, (length) => fits(shortened(length)));
  if (words >= MAX_TYPED_LENGTH) return shortened(words);
  const lines = linesWith(MAX_TYPED_LENGTH);
  const first = lines.findIndex((_, at) => fits(textFrom(lines, at)));
  return textFrom(lines, first).slice(0, MAX_QUESTION_LENGTH).toWellFormed();
}
