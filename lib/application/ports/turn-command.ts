import type { ConversationId } from "../../domain/ids.ts";
import type { TurnCommand } from "./ports.ts";

/** Whose earlier commands it waits behind. */
export const conversationOf = (command: TurnCommand): ConversationId =>
  command.kind === "part-failed" ? command.reference.conversation : command.conversation;

/** One by one within a group. A command that waits for its time has a group apart. */
export const messageGroupOf = (command: TurnCommand): string =>
  command.kind === "wake" && command.notBefore !== undefined
    ? `${command.conversation}.later`
    : conversationOf(command);
