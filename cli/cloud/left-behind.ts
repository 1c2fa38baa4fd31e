import { awsClient } from "../../lib/adapters/aws/client.ts";
import type { StackResource } from "./stack-resources.ts";

/**
 * What the deletion of a stack has left, because it is to outlive the stack. `id`: the stack's own, because a
 * deleted one has no name any more. Never throws: without cloudformation:ListStackResources it is not known.
 */
export async function leftBehind(id: string): Promise<readonly StackResource[]> {
  const left: StackResource[] = [];
  try {
    const { CloudFormationClient, paginateListStackResources } = await import(
      "@aws-sdk/client-cloudformation"
    );
    const client = awsClient(CloudFormationClient, "person");
    for await (const { StackResourceSummaries = [] } of paginateListStackResources(
      { client },
      { StackName: id },
    ))
      for (const each of StackResourceSummaries)
        if (each.ResourceStatus === "DELETE_SKIPPED" && each.PhysicalResourceId)
          left.push({
            type: each.ResourceType ?? "",
            id: each.LogicalResourceId ?? "",
            name: each.PhysicalResourceId,
          });
  } catch {
    return [];
  }
  return left;
}
