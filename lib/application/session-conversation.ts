import type { ConversationState } from "../domain/conversation.ts";
import type { NumberName } from "../domain/ids.ts";
import type { Controls, Directory } from "./control-ports.ts";
import { followMoved, isKnown } from "./find-conversation.ts";

export type Sessions = {
  directory: Pick<Directory, "bySession">;
  controls: Pick<Controls, "read">;
  /** The keyed hash under which the directory knows a session. */
  sessionKey(session: string): string;
};

export type InSession = { state: ConversationState; number: NumberName };

/** An agent's action may hand on the session as its own system writes phone numbers. */
const spellings = (session: string) => [...new Set([session, session.replace(/^(?:whatsapp:)?\+?(?=\d+$)/, "")])];

/** The conversation in which the agent is speaking: of all that have the session, the one in which the customer wrote last. */
export async function conversationOfSession(
  { directory, controls, sessionKey }: Sessions,
  session: string,
): Promise<InSession | undefined> {
  const entries = await Promise.all(spellings(session).map((each) => directory.bySession(sessionKey(each))));
  const followed = await Promise.all(
    entries.flat().map(async ({ conversation, number }) => ({ state: (await followMoved(controls, conversation)).state, number })),
  );
  const latest = ({ state }: InSession) => state.lastInboundAt ?? 0;
  return followed
    .filter(({ state }) => isKnown(state))
    .reduce<InSession | undefined>((best, each) => (best && latest(best) >= latest(each) ? best : each), undefined);
}
