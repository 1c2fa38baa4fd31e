import type { ConversationId } from "../domain/ids.ts";
import type { TurnCommand } from "./ports.ts";

/** Behind whose earlier commands it waits. */
export const conversationOf = (command: TurnCommand): ConversationId =>
  command.kind === "part-failed" ? command.reference.conversation : command.conversation;
