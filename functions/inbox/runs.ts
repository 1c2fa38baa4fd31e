import type { InboxOperationName } from "../../lib/inbox-api/operations.ts";
import type { InboxRuns } from "./caller.ts";
import { runHandling } from "./run-handling.ts";
import { runReading } from "./run-reading.ts";
import { runTeam } from "./run-team.ts";
import { runWriting } from "./run-writing.ts";

export const RUNS: InboxRuns<InboxOperationName> = {
  ...runReading,
  ...runWriting,
  ...runHandling,
  ...runTeam,
};
