import type { StackOutputs } from "../../config/stack-outputs.ts";
import { CliProblem, EXIT } from "../problem.ts";

/** What made a deploy fail. */
export type FailedResource = { resource: string; reason: string };

/** A stage's stack as CloudFormation knows it. */
export type StackState = {
  name: string;
  /** `CREATE_COMPLETE`, `ROLLBACK_COMPLETE` … */
  status: string;
  outputs: StackOutputs;
  /** Cannot be deleted before that is switched off. */
  protected: boolean;
  /** Of the last deploy, if that failed: what failed first. */
  failures: readonly FailedResource[];
};

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
export const conditionOf = ({ status }: Pick<StackState, "status">): Condition => CONDITIONS[status] ?? "running";

const RUNNING: ReadonlySet<Condition> = new Set(["running", "behind", "busy", "stuck"]);
/** Whether functions of this stack answer, be they those of the last deploy or of the one before. */
export const runs = (state: Pick<StackState, "status">): boolean => RUNNING.has(conditionOf(state));

/** Statuses after which the events say what failed. */
export const hasFailed = (status: string): boolean => /FAILED|ROLLBACK/.test(status) && !/^IMPORT/.test(status);

const reasonsOf = ({ failures }: StackState) => failures.map(({ resource, reason }) => `${resource}: ${reason}`);

const deletion = ({ name, protected: isProtected }: StackState) =>
  [
    ...(isProtected ? [`aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}`] : []),
    `aws cloudformation delete-stack --stack-name ${name}`,
    `aws cloudformation wait stack-delete-complete --stack-name ${name}`,
  ].join(" && ");

/** What happened to a stack, and what to do; `undefined` where nothing is wrong with it. */
export function stackTrouble(state: StackState): { what: string; fix: string } | undefined {
  const { name, status } = state;
  const because = reasonsOf(state).length > 0 ? ` What failed: ${reasonsOf(state).join("; ")}` : "";
  const cause = because ? "Mend what failed" : "Look up what failed in the CloudFormation console (Events), mend it";
  switch (conditionOf(state)) {
    case "running":
      return undefined;
    case "behind":
      return {
        what: `The last deploy of ${name} failed (${status}): what runs is the version before, with its settings.${because}`,
        fix: `${cause}, then deploy again: npm run wa -- setup, or npx cdk deploy.`,
      };
    case "busy":
      return { what: `${name} is being deployed right now (${status}).`, fix: "Wait until that has ended, then look again." };
    case "stuck":
      return {
        what: `A deploy of ${name} failed, and so did its rollback (${status}). What runs is a mixture, and nothing can be deployed.${because}`,
        fix: `${cause}, then: aws cloudformation continue-update-rollback --stack-name ${name}`,
      };
    case "unfinished":
      return {
        what: `${name} is not there yet, or not any more (${status}).`,
        fix: "Wait until CloudFormation has finished, then look again.",
      };
    case "unconfirmed":
      return {
        what: `A first deploy of ${name} was prepared but never begun (${status}): its question was answered with no, or nobody was there to answer.`,
        fix: "Deploy again: npm run wa -- setup",
      };
    case "never-ran":
      return {
        what: `The first deploy of ${name} failed and was undone (${status}): nothing of it runs.${because}`,
        fix: `${cause}. Then remove what is left of the stack, which never held anything, and run setup again: ${deletion(state)}`,
      };
    case "half-deleted":
      return {
        what: `${name} was to be deleted, and that failed (${status}): it is not complete any more.${because}`,
        fix: `${cause}, then delete it again and run setup: ${deletion(state)}`,
      };
  }
}

/** A stack that is there, and of which nothing runs. */
export class StackNotRunning extends CliProblem {
  constructor(state: StackState) {
    const { what, fix } = stackTrouble(state) ?? { what: `${state.name} does not run.`, fix: "Deploy it: npm run wa -- setup" };
    super(EXIT.failed, what, [fix]);
    this.name = "StackNotRunning";
  }
}

/** Throws StackNotRunning for a stack that is there and does not run. */
export function runningOutputs(state: StackState | undefined): StackState["outputs"] | undefined {
  if (state && !runs(state)) throw new StackNotRunning(state);
  return state?.outputs;
}
