import type { StackOutputs } from "../../lib/config/deployment/stack-outputs.ts";
import { conditionOf, runs } from "../../lib/config/deployment/stack-status.ts";
import { CliProblem, EXIT } from "../problem.ts";

export type FailedResource = { resource: string; reason: string };

export type StackState = {
  name: string;
  /** Differs from that of a later stack with the same name. */
  id?: string;
  /** `CREATE_COMPLETE`, `ROLLBACK_COMPLETE` … */
  status: string;
  outputs: StackOutputs;
  /** Must be switched off before the stack can be deleted. */
  protected: boolean;
  failures: readonly FailedResource[];
};

/** CDK does everything else. */
export type StackChange = "unprotect" | "delete" | "continue-rollback";

const reasonsOf = ({ failures }: StackState) =>
  failures.map(({ resource, reason }) => `${resource}: ${reason}`);

const deletion = ({ name, protected: isProtected }: StackState) =>
  [
    ...(isProtected
      ? [
          `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}`,
        ]
      : []),
    `aws cloudformation delete-stack --stack-name ${name}`,
    `aws cloudformation wait stack-delete-complete --stack-name ${name}`,
  ].join(" && ");

export function stackTrouble(state: StackState): { what: string; fix: string } | undefined {
  const { name, status } = state;
  const because = reasonsOf(state).length > 0 ? ` What failed: ${reasonsOf(state).join("; ")}` : "";
  const cause = because
    ? "Fix what failed"
    : "Look up what failed in the CloudFormation console (Events), fix it";
  switch (conditionOf(state)) {
    case "running":
      return undefined;
    case "behind":
      return {
        what: `The last deploy of ${name} failed (${status}): what runs is the version before, with its settings.${because}`,
        fix: `${cause}, then deploy again: npm run wa -- setup, or npx cdk deploy.`,
      };
    case "busy":
      return {
        what: `${name} is being deployed right now (${status}).`,
        fix: "Wait until that has ended, then look again.",
      };
    case "stuck":
      return {
        what: `A deploy of ${name} failed, and so did its rollback (${status}). What runs is a mixture, and nothing can be deployed.${because}`,
        fix: `${cause}, then: npm run wa -- setup, which goes on with the rollback. By hand: aws cloudformation continue-update-rollback --stack-name ${name}`,
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
        fix: `${cause}, then: npm run wa -- setup, which removes what is left of the stack and deploys again. By hand: ${deletion(state)}`,
      };
    case "half-deleted":
      return {
        what: `${name} was to be deleted, and that failed (${status}): it is not complete any more.${because}`,
        fix: `${cause}, then delete it again and run setup: ${deletion(state)}`,
      };
  }
}

/** The stack exists, but nothing in it runs. */
export class StackNotRunning extends CliProblem {
  constructor(state: StackState) {
    const { what, fix } = stackTrouble(state) ?? {
      what: `${state.name} does not run.`,
      fix: "Deploy it: npm run wa -- setup",
    };
    super(EXIT.failed, what, [fix]);
    this.name = "StackNotRunning";
  }
}

/** Throws StackNotRunning for a stack that exists but does not run. */
export function runningOutputs(state: StackState | undefined): StackState["outputs"] | undefined {
  if (state && !runs(state)) throw new StackNotRunning(state);
  return state?.outputs;
}
