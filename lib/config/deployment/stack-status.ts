/** As CloudFormation gives it: `CREATE_COMPLETE`, `ROLLBACK_COMPLETE` … */
type StackStatus = { status: string };

/**
 * What a stack's status means for its users.
 * "running": as deployed. "behind": as before the last deploy, which failed. "busy": runs, and is being
 * changed.
 * "stuck": runs, but cannot be deployed to without help. "unfinished": the first deploy, or the deletion, is
 * going on. "unconfirmed": a first deploy was prepared and not begun. "never-ran": the first deploy failed.
 * "half-deleted": a deletion failed.
 */
export type Condition =
  | "running"
  | "behind"
  | "busy"
  | "stuck"
  | "unfinished"
  | "unconfirmed"
  | "never-ran"
  | "half-deleted";

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

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 * An unknown status counts as running.
 */
export const conditionOf = ({ status }: StackStatus): Condition => CONDITIONS[status] ?? "running";

const RUNNING: ReadonlySet<Condition> = new Set(["running", "behind", "busy", "stuck"]);
/** As of the last deploy or the one before. */
export const runs = (state: StackStatus): boolean => RUNNING.has(conditionOf(state));

const NOT_YET: ReadonlySet<Condition> = new Set(["unfinished", "unconfirmed", "never-ran"]);
/** No deploy has ever succeeded: the stack holds no data. */
export const neverRan = (state: StackStatus): boolean => NOT_YET.has(conditionOf(state));

/** The events then say what failed. */
export const hasFailed = (status: string): boolean =>
  /FAILED|ROLLBACK/.test(status) && !/^IMPORT/.test(status);
