import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import { messageId } from "../../domain/ids.ts";
import { agentText } from "../../domain/turn/agent-text.ts";
import { contextNote } from "../../domain/turn/context-note.ts";
import { limitedQuestion } from "../../domain/turn/limited-question.ts";
import { partText } from "../../domain/turn/part-text.ts";
import {
  adNote,
  FORWARDED_NOTE,
  greetingNote,
  productNote,
  type Quote,
  quoteNote,
} from "../../domain/turn/question-notes.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";

export type QuestionContext = {
  state: ConversationState;
  pending: readonly PendingMessage[];
  number: Pick<BusinessNumber, "agentContext">;
};

/** Per question: hardly anybody quotes more at once, and each look-up may cost a search. */
const MAX_LOOKUPS = 3;

/** A tap on a button or a list quotes the message that offered it. */
const isTap = ({ content }: PendingMessage) => content.kind === "choice" || content.kind === "button";

function quoteInTurn(turn: Turn | undefined, id: string): Quote | undefined {
  const part = turn?.parts.find((each) => each.id === id);
  return turn && part && { from: turn.by ?? "agent", text: partText(part) };
}

/** The latest messages first. Reads only what neither the latest turn nor these messages hold. */
async function quotesOf(
  { history }: Pick<Engine, "history">,
  messages: readonly PendingMessage[],
  state: Pick<ConversationState, "conversation" | "mergedFrom" | "turn">,
): Promise<ReadonlyMap<string, Quote>> {
  const known = new Map<string, Quote>();
  const unknown = new Set<string>();
  for (const { quoted } of messages.toReversed()) {
    const found = quoted === undefined ? undefined : quoteInTurn(state.turn, quoted);
    if (quoted !== undefined && found) known.set(quoted, found);
    else if (quoted !== undefined) unknown.add(quoted);
  }
  const wanted = [...unknown].slice(0, MAX_LOOKUPS);
  const quotes = await Promise.all(
    wanted.map((id) => history.findMessage(conversationIdsOf(state), messageId(id))),
  );
  for (const [index, id] of wanted.entries()) {
    const quote = quotes[index];
    if (quote) known.set(id, quote);
  }
  return known;
}

/** The ad or product that a message came from; without `origin` only how WhatsApp greeted its customer. */
function originNotes(
  { referral, product }: Pick<PendingMessage, "referral" | "product">,
  { agentContext }: Pick<BusinessNumber, "agentContext">,
): string[] {
  if (agentContext?.origin === false) return referral?.welcome ? [greetingNote(referral.welcome)] : [];
  return [...(referral ? [adNote(referral)] : []), ...(product ? [productNote(product)] : [])];
}

/** Characters. An agent that fails again and again does not let the note grow. */
const MAX_NOTE_LENGTH = 8_000;

/** For the next question, when these messages end without the agent's answer: what they were about. */
export function noteForNext({ state, pending, number }: QuestionContext): { note?: string } {
  const latest = pending.flatMap((message) => originNotes(message, number)).at(-1);
  if (latest === undefined) return {};
  const { note } = state.progress ?? {};
  if (note === undefined) return { note: latest };
  return note.includes(latest) || note.length > MAX_NOTE_LENGTH ? { note } : { note: `${note}\n${latest}` };
}

function notesOf(
  message: PendingMessage,
  number: QuestionContext["number"],
  quotes: ReadonlyMap<string, Quote>,
  turn: Turn | undefined,
): string[] {
  const { quoted, product } = message;
  const quote = quoted === undefined ? undefined : quotes.get(quoted);
  // The agent knows what it offered in its latest answer. A product note replaces the quote of its message.
  const needless = isTap(message)
    ? !quote || (quote.from === "agent" && turn?.parts.some(({ id }) => id === quoted))
    : product && !quote;
  return [
    ...originNotes(message, number),
    ...(quoted !== undefined && !needless ? [quoteNote(quote)] : []),
    ...(message.forwarded ? [FORWARDED_NOTE] : []),
  ];
}

/** Without what the message answers to. */
export const questionOf = ({ content }: Pick<PendingMessage, "content">) => agentText(content);

/** What is known of the customer, until the agent has answered. */
function contextOf({ state, number: { agentContext } }: QuestionContext): string[] {
  const { progress, customer = {} } = state;
  if (!agentContext || !progress?.isNewToAgent) return [];
  const note = contextNote({
    isFirstContact: agentContext.firstContact === true,
    name: agentContext.name ? customer.profileName : undefined,
    language: agentContext.languageOf?.(customer),
  });
  return note === undefined ? [] : [note];
}

/**
 * What is known of the customer, what happened meanwhile, then the messages in order, each after notes on what
 * it quotes, forwards or came from. At most MAX_QUESTION_LENGTH characters.
 */
export async function questionText(
  engine: Pick<Engine, "history">,
  context: QuestionContext,
): Promise<string> {
  const { state, pending, number } = context;
  const quotes = await quotesOf(engine, pending, state);
  const { note } = state.progress ?? {};
  return limitedQuestion(
    pending.map((message) => ({
      notes: notesOf(message, number, quotes, state.turn),
      content: message.content,
    })),
    [...contextOf(context), ...(note === undefined ? [] : [note])],
  );
}
