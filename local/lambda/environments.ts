import { type AwsCall, credentialsOf, startRecorders } from "../aws/call-recorder.ts";
import type { FunctionPlan } from "../template/functions.ts";
import { environmentOf, type Places } from "./environment.ts";

type Needs = Places & { onAwsCall: ((call: AwsCall) => void) | undefined };

/** Each function's environment. With `onAwsCall` each has its own credentials, and a recorder before AWS. */
export async function environmentsOf(
  { urls, onAwsCall, ...places }: Needs,
  stops: (() => unknown)[],
): Promise<(plan: FunctionPlan) => Record<string, string>> {
  const recorders = onAwsCall && (await startRecorders(urls, places.region, onAwsCall));
  if (!recorders) return (plan) => environmentOf(plan, { ...places, urls });
  stops.push(recorders.stop);
  return (plan) =>
    environmentOf(plan, { ...places, urls: recorders.urls, credentials: credentialsOf(plan.name) });
}
