import { conditionOf, neverRan } from "../../lib/config/deployment/stack-status.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import type { StackChange } from "../cloud/stack.ts";
import { type StackState, stackTrouble } from "../cloud/stack.ts";
import type { StackResource } from "../cloud/stack-resources.ts";
import { confirm } from "../confirm.ts";
import type { Output } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { Setup } from "./setup.ts";

const POLL_MS = 5 * SECOND_MS;
/** CloudFormation needs less for a stack of this size, log groups and keys included. */
const MAX_WAIT_MS = 30 * MINUTE_MS;
/** CloudFormation may report the old status for this long. */
const MAX_LAG_MS = 30 * SECOND_MS;

/** Whether a deploy is needed in any case, and the stack that must be repaired first. */
export type StackBeforeDeploy = { deploys: boolean; blocked?: StackState };

const canContinue = ({ status }: StackState) => status === "UPDATE_ROLLBACK_FAILED";
/** A first deploy in progress blocks nothing. */
const isLeftOver = (state: StackState) => neverRan(state) && conditionOf(state) !== "unfinished";

/** Throws CliProblem if only a person can fix the stack. */
export function checkStackBeforeDeploy(state: StackState | undefined, print: Output): StackBeforeDeploy {
  const trouble = state && stackTrouble(state);
  if (!trouble) return { deploys: false };
  const blocked = isLeftOver(state) || canContinue(state);
  if (!blocked && conditionOf(state) !== "behind")
    throw new CliProblem(EXIT.failed, trouble.what, [trouble.fix]);
  print.line(`${print.paint("yellow", "!")} ${trouble.what}`);
  print.line(blocked ? "  Setup puts that right before it deploys." : "  Setup deploys again.");
  return { deploys: true, ...(blocked && { blocked: state }) };
}

const PLANS = {
  delete: (name: string, status: string) => ({
    asked: `Delete what is left of ${name} (${status})? It has never run: no message, setting or credential is in it.`,
    said: `Deleting what is left of ${name} (${status}): it has never run, and no message, setting or credential is in it.`,
  }),
  "continue-rollback": (name: string, status: string) => ({
    asked: `Go on with the rollback of ${name} (${status})? It takes the stack back to the version before, and deletes no data.`,
    said: `Going on with the rollback of ${name} (${status}), to the version before.`,
  }),
} satisfies Partial<Record<StackChange, unknown>>;

/**
 * After a yes, deletes a stack that has never run, or continues a stuck rollback. Never deletes a stack that
 * has run.
 */
export async function repairStack(setup: Setup, { name }: StackState): Promise<void> {
  const { io, print, options } = setup;
  // The stack may have changed while questions were answered.
  const state = await setup.findStack();
  if (!state) return;
  const change = isLeftOver(state) ? "delete" : "continue-rollback";
  if (change === "continue-rollback" && !canContinue(state)) {
    const trouble = stackTrouble(state);
    if (!trouble || conditionOf(state) === "behind") return;
    throw new CliProblem(EXIT.failed, trouble.what, [trouble.fix]);
  }
  const { asked, said } = PLANS[change](name, state.status);
  if (options.yes) print.line(said);
  else await confirm(io, asked);
  const id = state.id ?? name;
  // A deploy that could not look up whether the stack has ever run protects it.
  if (change === "delete" && state.protected) await io.changeStack(id, "unprotect");
  await io.changeStack(id, change);
  await settled(setup, state);
}

/** A stage that keeps its data keeps what its rollback could not delete: it costs, and nobody needs it. */
function showLeft(left: readonly StackResource[], print: Output): void {
  if (left.length === 0) return;
  print.line(
    `${print.paint("yellow", "!")} These outlived it, because the stage keeps its data. They are empty: delete them by hand.`,
  );
  for (const { type, name } of left) print.line(`  ${type} ${name}`);
}

/** Throws CliProblem if the result is not the wanted one. */
async function settled(
  { io, print, findStack }: Setup,
  { name, id = name, status: before }: StackState,
): Promise<void> {
  const begun = io.clock.now();
  for (;;) {
    await io.sleep(POLL_MS);
    const state = await findStack();
    const waitedMs = io.clock.now() - begun;
    const seconds = Math.round(waitedMs / 1_000);
    if (!state) {
      print.line(`${name} is deleted (${seconds} s).`);
      showLeft(await io.leftBehind(id), print);
      return;
    }
    const condition = conditionOf(state);
    if (condition === "behind" || condition === "running") {
      print.line(`${name} is back at the version before (${seconds} s).`);
      return;
    }
    const trouble = stackTrouble(state);
    const isStale = state.status === before && waitedMs < MAX_LAG_MS;
    if (trouble && !isStale && (state.status === before || !state.status.endsWith("_IN_PROGRESS")))
      throw new CliProblem(EXIT.failed, trouble.what, [trouble.fix]);
    if (waitedMs > MAX_WAIT_MS)
      throw new CliProblem(EXIT.failed, `${name} is still in ${state.status}.`, [
        "Run setup again when CloudFormation has ended.",
      ]);
    if (io.live) io.err(`  ${state.status}, ${seconds} s …\r`);
  }
}
