import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { ConcurrentWriteError } from "./engine.ts";
import type { Conversations } from "./ports.ts";

/** No send block refuses it. Returns the state with its new version. Throws ConcurrentWriteError. */
export async function saveAlways<State extends ConversationState>(
  conversations: Conversations,
  state: State,
): Promise<State> {
  const saved = await conversations.save(state, []);
  if (saved === "conflict") throw new ConcurrentWriteError();
  if (saved !== "saved") throw new Error("an unguarded save was refused");
  return { ...state, version: state.version + 1 };
}
