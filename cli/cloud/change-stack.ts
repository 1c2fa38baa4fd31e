import { awsClient } from "../../lib/adapters/aws/client.ts";
import { problemOfAwsError } from "../aws.ts";
import type { StackChange } from "./stack.ts";

const ACTIONS: Record<StackChange, string> = {
  unprotect: "cloudformation:UpdateTerminationProtection",
  delete: "cloudformation:DeleteStack",
  "continue-rollback": "cloudformation:ContinueUpdateRollback",
};

/** Returns before the change is complete. `id` is the stack's: another stack may have its name. */
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
