import type { ConversationId } from "../../domain/ids.ts";
import type { TurnCommand } from "./ports.ts";

/** Behind whose earlier commands it waits. */
export const conversationOf = (command: TurnCommand): ConversationId =>
  command.kind === "part-failed" ? command.reference.conversation : command.conversation;

/** Commands of a group run one after the other. One that only waits for its time has a group of its own. */
export const groupOf = (command: TurnCommand): string =>
  command.kind === "wake" && command.notBefore !== undefined ? `${command.conversation}.later` : conversationOf(command);
