import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { NumberName } from "../../domain/ids.ts";
import type { Controls, Directory } from "../ports/control-ports.ts";
import type { Conversations } from "../ports/ports.ts";
import { isKnown } from "../staff/find-conversation.ts";

export type SessionPorts = {
  directory: Pick<Directory, "bySession">;
  controls: Pick<Controls, "read">;
  conversations: Pick<Conversations, "load">;
  /** The keyed hash under which the directory knows a session. */
  sessionKey(session: string): string;
};

/** `asked`: the customer's message that is being answered, or else when they wrote last: it names what an action is about. */
export type AgentSession = { state: ConversationState; number: NumberName; question: string; lastActiveAt: number };

/** An agent's action may hand on the session as its own system writes phone numbers. */
const spellings = (session: string) => [...new Set([session, session.replace(/^(?:whatsapp:)?\+?(?=\d+$)/, "")])];

/** The conversation in which the agent is speaking: of all that have the session, the one in which the customer wrote last. */
export async function findSession(
  { directory, controls, conversations, sessionKey }: SessionPorts,
  session: string,
): Promise<AgentSession | undefined> {
  const entries = await Promise.all(spellings(session).map((each) => directory.bySession(sessionKey(each))));
  const followed = await Promise.all(
    entries.flat().map(async ({ conversation, number }): Promise<AgentSession> => {
      const state = await controls.read(conversation);
      // While the agent is asked its question still waits, and the state tells of the one before.
      const { pending } = await conversations.load(state.conversation);
      const { lastInboundAt = 0 } = state;
      const last = pending.at(-1);
      return { state, number, question: last?.id ?? String(lastInboundAt), lastActiveAt: Math.max(lastInboundAt, last?.arrivedAt ?? 0) };
    }),
  );
  return followed
    .filter(({ state }) => isKnown(state))
    .reduce<AgentSession | undefined>((best, each) => (best && best.lastActiveAt >= each.lastActiveAt ? best : each), undefined);
}
