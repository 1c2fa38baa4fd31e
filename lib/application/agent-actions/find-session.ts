import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import type { Controls, Directory } from "../ports/control-ports.ts";
import type { Conversations } from "../ports/ports.ts";
import { isKnown } from "../staff/conversation/find-conversation.ts";

export type SessionPorts = {
  directory: Pick<Directory, "bySession">;
  controls: Pick<Controls, "read">;
  conversations: Pick<Conversations, "load">;
  /** The keyed hash by which the directory knows a session. */
  sessionKey(session: string): string;
};

/**
 * `question`: id of the customer's message that is being answered, or else when they wrote last. It tells
 * repeats apart.
 */
export type AgentSession = {
  state: ConversationState;
  number: NumberName;
  question: string;
  lastActiveAt: number;
};

/** The agent's system may write phone numbers in its own way. */
const spellings = (session: string) => [
  ...new Set([session, session.replace(/^(?:whatsapp:)?\+?(?=\d+$)/, "")]),
];

/** Returns the one, of all conversations with this session, in which the customer wrote last. */
export async function findSession(
  { directory, controls, conversations, sessionKey }: SessionPorts,
  session: string,
): Promise<AgentSession | undefined> {
  const entries = await Promise.all(spellings(session).map((each) => directory.bySession(sessionKey(each))));
  const sessions = await Promise.all(
    entries.flat().map(async ({ conversation, number }): Promise<AgentSession> => {
      const state = await controls.read(conversation);
      // While the agent works on it, the question still waits.
      const { pending } = await conversations.load(state.conversation);
      const { lastInboundAt = 0 } = state;
      const last = pending.at(-1);
      const question = last?.id ?? String(lastInboundAt);
      return { state, number, question, lastActiveAt: Math.max(lastInboundAt, last?.arrivedAt ?? 0) };
    }),
  );
  return sessions
    .filter(({ state }) => isKnown(state))
    .reduce<AgentSession | undefined>(
      (best, each) => (best && best.lastActiveAt >= each.lastActiveAt ? best : each),
      undefined,
    );
}
