import type { OperationName } from "../../lib/operator-api/operations.ts";
import type { OperatorRuns } from "./caller.ts";
import { runContacts } from "./run-contacts.ts";
import { runConversations } from "./run-conversations.ts";
import { runNumbers } from "./run-numbers.ts";
import { runStatus } from "./run-status.ts";
import { runTemplates } from "./run-templates.ts";

export const RUNS: OperatorRuns<OperationName> = {
  ...runConversations,
  ...runTemplates,
  ...runNumbers,
  ...runContacts,
  ...runStatus,
};
