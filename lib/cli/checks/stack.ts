import { conditionOf } from "../../config/stack-status.ts";
import { type StackState, stackTrouble } from "../cloud/stack.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** Whether what runs is what was deployed last. */
export function checkStack(state: StackState): Finding[] {
  const check = "deploy";
  const trouble = stackTrouble(state);
  if (!trouble) return [ok(check, `The last deploy ended well (${state.status}).`)];
  return [(conditionOf(state) === "busy" ? warning : problem)(check, trouble.what, trouble.fix)];
}
