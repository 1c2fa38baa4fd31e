import { awsClient } from "../../lib/adapters/aws/client.ts";
import { problemOfAwsError } from "../aws.ts";
import type { StackChange } from "./stack.ts";

const ACTIONS: Record<StackChange, string> = {
  unprotect: "cloudformation:UpdateTerminationProtection",
  delete: "cloudformation:DeleteStack",
  "continue-rollback": "cloudformation:ContinueUpdateRollback",
};

/**
 * Asks CloudFormation for the change and returns before it is complete. `id`: the stack's id, so that no
 * other stack of that name is changed.
 */
export async function changeStack(id: string, change: StackChange): Promise<void> {
  const sdk = await import("@aws-sdk/client-cloudformation");
  const client = awsClient(sdk.CloudFormationClient, "person");
  const StackName = id;
  try {
    if (change === "unprotect")
      await client.send(
        new sdk.UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
      );
    else if (change === "delete") await client.send(new sdk.DeleteStackCommand({ StackName }));
    else await client.send(new sdk.ContinueUpdateRollbackCommand({ StackName }));
  } catch (error) {
    throw problemOfAwsError(error, ACTIONS[change]);
  }
}
