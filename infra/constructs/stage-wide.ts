import type { Settings } from "../../lib/config/settings/settings.ts";
import type { StageKey } from "./stage-key.ts";

export type StageWide = {
  /** CloudWatch namespace of the functions' metrics: stages in one account do not add up. */
  metrics: string;
  /** Stored data outlives the stack, unless its creation fails: then nothing is stored yet. */
  keepsData: boolean;
  /** A failed first deploy must be able to delete everything: nothing is protected yet. */
  firstDeploy: boolean;
  logDays: Settings["logs"]["retentionDays"];
  /** X-Ray. */
  tracing: boolean;
  /** Only with `security.customerManagedKey`. Otherwise AWS's own keys encrypt everything. */
  key: StageKey | undefined;
};
