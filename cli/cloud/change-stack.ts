import { awsClient } from "../../lib/adapters/aws/client.ts";
import { explained } from "../aws.ts";

/** What commands may do to a stack themselves; all else is CDK's. */
export type StackChange = "unprotect" | "delete" | "continue-rollback";

const ACTIONS: Record<StackChange, string> = {
  unprotect: "cloudformation:UpdateTerminationProtection",
  delete: "cloudformation:DeleteStack",
  "continue-rollback": "cloudformation:ContinueUpdateRollback",
};

/** Asks CloudFormation for it; what takes time has only begun then. `id`: the stack's own id, so that no other one of its name is meant. */
export async function changeStack(id: string, change: StackChange): Promise<void> {
  const sdk = await import("@aws-sdk/client-cloudformation");
  const client = awsClient(sdk.CloudFormationClient, "person");
  const StackName = id;
  try {
    if (change === "unprotect")
      await client.send(new sdk.UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
    else if (change === "delete") await client.send(new sdk.DeleteStackCommand({ StackName }));
    else await client.send(new sdk.ContinueUpdateRollbackCommand({ StackName }));
  } catch (error) {
    throw explained(error, ACTIONS[change]);
  }
}
