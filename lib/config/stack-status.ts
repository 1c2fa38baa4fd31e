/** As CloudFormation gives it: `CREATE_COMPLETE`, `ROLLBACK_COMPLETE` … */
type StackStatus = { status: string };

/**
 * What a stack's status means for whoever wants to use it.
 * "running": as deployed. "behind": it runs as before the last deploy, which failed. "busy": it runs, and is being changed.
 * "stuck": it runs, and nothing can be deployed until somebody helps. "unfinished": the first deploy is going on, or the deletion.
 * "unconfirmed": a first deploy was prepared and never begun. "never-ran": the first deploy failed. "half-deleted": a deletion failed.
 */
export type Condition = "running" | "behind" | "busy" | "stuck" | "unfinished" | "unconfirmed" | "never-ran" | "half-deleted";

const CONDITIONS: Readonly<Record<string, Condition>> = {
  CREATE_COMPLETE: "running",
  UPDATE_COMPLETE: "running",
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: "running",
  IMPORT_COMPLETE: "running",
  IMPORT_ROLLBACK_COMPLETE: "running",
  UPDATE_ROLLBACK_COMPLETE: "behind",
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: "behind",
  UPDATE_FAILED: "behind",
  UPDATE_IN_PROGRESS: "busy",
  UPDATE_ROLLBACK_IN_PROGRESS: "busy",
  IMPORT_IN_PROGRESS: "busy",
  IMPORT_ROLLBACK_IN_PROGRESS: "busy",
  UPDATE_ROLLBACK_FAILED: "stuck",
  IMPORT_ROLLBACK_FAILED: "stuck",
  CREATE_IN_PROGRESS: "unfinished",
  ROLLBACK_IN_PROGRESS: "unfinished",
  DELETE_IN_PROGRESS: "unfinished",
  REVIEW_IN_PROGRESS: "unconfirmed",
  CREATE_FAILED: "never-ran",
  ROLLBACK_COMPLETE: "never-ran",
  ROLLBACK_FAILED: "never-ran",
  DELETE_FAILED: "half-deleted",
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html: a status that is not known is taken for one that runs. */
export const conditionOf = ({ status }: StackStatus): Condition => CONDITIONS[status] ?? "running";

const RUNNING: ReadonlySet<Condition> = new Set(["running", "behind", "busy", "stuck"]);
/** Whether functions of this stack answer, be they those of the last deploy or of the one before. */
export const runs = (state: StackStatus): boolean => RUNNING.has(conditionOf(state));

const NOT_YET: ReadonlySet<Condition> = new Set(["unfinished", "unconfirmed", "never-ran"]);
/** Whether no deploy of this stack has ever succeeded: it holds nothing that anybody would miss. */
export const neverRan = (state: StackStatus): boolean => NOT_YET.has(conditionOf(state));

/** Statuses after which the events say what failed. */
export const hasFailed = (status: string): boolean => /FAILED|ROLLBACK/.test(status) && !/^IMPORT/.test(status);
