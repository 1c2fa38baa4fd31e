import { mediaGrants } from "../aws/aws-call.ts";
import { type AwsCall, callerBy, credentialsOf, startRecorders } from "../aws/call-recorder.ts";
import type { FakeAwsMedia } from "../media/fake-aws-media.ts";
import type { FunctionPlan } from "../template/functions.ts";
import { environmentOf, type Places } from "./environment.ts";

type Needs = Omit<Places, "media"> & {
  media: FakeAwsMedia;
  onAwsCall: ((call: AwsCall) => void) | undefined;
};

/** Each function's environment. With `onAwsCall` each has its own credentials, and a recorder before AWS. */
export async function environmentsOf(
  { urls, onAwsCall, ...places }: Needs,
  stops: (() => unknown)[],
): Promise<(plan: FunctionPlan) => Record<string, string>> {
  const recorders = onAwsCall && (await startRecorders(urls, places.region, onAwsCall));
  if (!recorders) return (plan) => environmentOf(plan, { ...places, urls });
  stops.push(recorders.stop);
  // It speaks HTTP/2, so no recorder stands before it.
  places.media.onCall = ({ accessKey, ...call }) => {
    for (const grant of mediaGrants(call, places.region))
      onAwsCall({ function: callerBy(accessKey), ...grant });
  };
  return (plan) =>
    environmentOf(plan, { ...places, urls: recorders.urls, credentials: credentialsOf(plan.name) });
}
