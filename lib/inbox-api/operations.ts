import type * as z from "zod/mini";
import { inboxConversationResults, inboxConversations } from "./conversations.ts";
import { inboxTeam, inboxTeamResults } from "./team.ts";

/** The API of the staff inbox, under `/inbox/api/`, by the names of its operations. */
export const inboxOperations = { ...inboxConversations, ...inboxTeam };

export type InboxOperations = typeof inboxOperations;
export type InboxOperationName = keyof InboxOperations;

const schemas = { ...inboxConversationResults(), ...inboxTeamResults() };

/** What an operation returns when it succeeds. */
export type InboxResultOf<Name extends InboxOperationName> = z.output<(typeof schemas)[Name]>;
