import type { Settings } from "../../lib/config/settings.ts";
import type { StageKey } from "./stage-key.ts";

/** What all resources of a stage have in common. */
export type StageWide = {
  /** CloudWatch namespace of what the functions count: stages in one account must not add up. */
  metrics: string;
  /** What is stored outlives the stack, unless the stack's creation fails: then nothing was stored yet. */
  keepsData: boolean;
  /** Known never to have run: nothing is protected yet that a failed first deploy must delete. */
  firstDeploy: boolean;
  /** How long logs are kept. */
  logDays: Settings["logs"]["retentionDays"];
  /** X-Ray. */
  tracing: boolean;
  /** Only with `security.customerManagedKey`; else everything is encrypted with keys of AWS's own. */
  key: StageKey | undefined;
};
