import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import { messageId } from "../../domain/ids.ts";
import { agentText } from "../../domain/turn/agent-text.ts";
import { limitedQuestion } from "../../domain/turn/limited-question.ts";
import { partText } from "../../domain/turn/part-text.ts";
import {
  adNote,
  FORWARDED_NOTE,
  productNote,
  type Quote,
  quoteNote,
} from "../../domain/turn/question-notes.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import type { Engine } from "../ports/engine.ts";

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

export const aboutNotes = ({ referral, product }: Pick<PendingMessage, "referral" | "product">): string[] => [
  ...(referral ? [adNote(referral)] : []),
  ...(product ? [productNote(product)] : []),
];

function notesOf(
  message: PendingMessage,
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
    ...aboutNotes(message),
    ...(quoted !== undefined && !needless ? [quoteNote(quote)] : []),
    ...(message.forwarded ? [FORWARDED_NOTE] : []),
  ];
}

/** Without what the message answers to. */
export const questionOf = ({ content }: Pick<PendingMessage, "content">) => agentText(content);

/**
 * In order, each message after notes on what it quotes, forwards or came from, and before all of them what
 * staff did meanwhile. At most MAX_QUESTION_LENGTH characters.
 */
export async function questionText(
  engine: Pick<Engine, "history">,
  messages: readonly PendingMessage[],
  state: Pick<ConversationState, "conversation" | "mergedFrom" | "turn" | "progress">,
): Promise<string> {
  const quotes = await quotesOf(engine, messages, state);
  const { note } = state.progress ?? {};
  return limitedQuestion(
    messages.map((message) => ({
      notes: notesOf(message, quotes, state.turn),
      content: message.content,
    })),
    note === undefined ? [] : [note],
  );
}
