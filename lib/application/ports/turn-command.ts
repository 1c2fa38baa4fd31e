import type { ConversationId } from "../../domain/ids.ts";
import type { TurnCommand } from "./ports.ts";

/** The conversation whose earlier commands it waits behind. */
export const conversationOf = (command: TurnCommand): ConversationId =>
  command.kind === "part-failed" ? command.reference.conversation : command.conversation;

/** Commands of a group run one after the other. One that waits for its time has a group apart. */
export const messageGroupOf = (command: TurnCommand): string =>
  command.kind === "wake" && command.notBefore !== undefined
    ? `${command.conversation}.later`
    : conversationOf(command);
