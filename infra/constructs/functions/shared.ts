import type { timeouts } from "../../../lib/config/derived/limits.ts";
import type { Settings } from "../../../lib/config/settings/settings.ts";
import type { MessageTable } from "../message-table.ts";
import type { ProviderSecret } from "../provider-secret.ts";
import type { StageWide } from "../stage-wide.ts";
import type { WorkQueue } from "../work-queue.ts";

/** What functions need of the stage. Each takes its part. */
export type Shared = StageWide & {
  stage: string;
  limits: ReturnType<typeof timeouts>;
  capacity: Settings["capacity"];
  table: MessageTable;
  secret: ProviderSecret;
  turns: WorkQueue;
  deliveries: WorkQueue;
};
