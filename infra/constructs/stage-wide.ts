import type { Settings } from "../../lib/config/settings.ts";
import type { StageKey } from "./stage-key.ts";

/** Options common to all resources of a stage. */
export type StageWide = {
  /**
   * CloudWatch namespace of the functions' metrics. Each stage has its own, so that stages in one account do
   * not add up.
   */
  metrics: string;
  /** Stored data outlives the stack, unless the stack's creation fails: then nothing is stored yet. */
  keepsData: boolean;
  /**
   * The stack has never run: a failed first deploy must be able to delete everything, so nothing is protected
   * yet.
   */
  firstDeploy: boolean;
  /** How long logs are kept. */
  logDays: Settings["logs"]["retentionDays"];
  /** X-Ray. */
  tracing: boolean;
  /** Only with `security.customerManagedKey`. Otherwise AWS's own keys encrypt everything. */
  key: StageKey | undefined;
};
