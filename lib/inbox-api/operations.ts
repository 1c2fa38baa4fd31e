import type * as z from "zod/mini";
import { inboxConversationResults, inboxConversations } from "./conversations.ts";
import { inboxTeam, inboxTeamResults } from "./team.ts";

/** Under `/inbox/api/`. */
export const inboxOperations = { ...inboxConversations, ...inboxTeam };

export type InboxOperations = typeof inboxOperations;
export type InboxOperationName = keyof InboxOperations;

const schemas = { ...inboxConversationResults(), ...inboxTeamResults() };

export type InboxResultOf<Name extends InboxOperationName> = z.output<(typeof schemas)[Name]>;
