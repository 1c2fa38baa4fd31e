import type { InboxOperationName } from "../../lib/inbox-api/operations.ts";
import type { InboxRuns } from "./caller.ts";
import { runChats } from "./run-chats.ts";
import { runTeam } from "./run-team.ts";

export const RUNS: InboxRuns<InboxOperationName> = { ...runChats, ...runTeam };
