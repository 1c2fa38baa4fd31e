import { awsClient } from "../../lib/adapters/aws/client.ts";
import { isStageName } from "../../lib/config/deployment/stage.ts";
import { problemOfAwsError } from "../aws.ts";
import { stackName } from "./cloud.ts";

/** A deleted stack is still listed for 90 days. */
const GONE = "DELETE_COMPLETE";

/** In this account and region, sorted. Throws CliProblem. */
export async function listStages(): Promise<readonly string[]> {
  const prefix = stackName("");
  const stages: string[] = [];
  try {
    const { CloudFormationClient, paginateListStacks } = await import("@aws-sdk/client-cloudformation");
    for await (const { StackSummaries = [] } of paginateListStacks(
      { client: awsClient(CloudFormationClient, "person") },
      {},
    ))
      for (const { StackName = "", StackStatus } of StackSummaries)
        if (StackStatus !== GONE && StackName.startsWith(prefix)) stages.push(StackName.slice(prefix.length));
  } catch (error) {
    throw problemOfAwsError(
      error,
      "cloudformation:ListStacks",
      "If you name the stage with --stage, this call is not needed.",
    );
  }
  return [...new Set(stages)].filter(isStageName).sort();
}
