import type { OperationName } from "../../lib/operator-api/operations.ts";
import type { Runs } from "./call.ts";
import { runContacts } from "./run-contacts.ts";
import { runConversations } from "./run-conversations.ts";
import { runNumbers } from "./run-numbers.ts";
import { runTemplates } from "./run-templates.ts";

export const RUNS: Runs<OperationName> = {
  ...runConversations,
  ...runTemplates,
  ...runNumbers,
  ...runContacts,
};
