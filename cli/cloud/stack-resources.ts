import { awsClient } from "../../lib/adapters/aws/client.ts";

/** `name`: the physical name. `id`: the logical id in the template. */
export type StackResource = { type: string; id: string; name: string };

async function listResources(stack: string): Promise<readonly StackResource[]> {
  const { CloudFormationClient, paginateListStackResources } = await import("@aws-sdk/client-cloudformation");
  const client = awsClient(CloudFormationClient, "person");
  const resources: StackResource[] = [];
  for await (const { StackResourceSummaries: found = [] } of paginateListStackResources(
    { client },
    { StackName: stack },
  ))
    for (const {
      ResourceType: type = "",
      LogicalResourceId: id = "",
      PhysicalResourceId: name = "",
    } of found)
      if (name) resources.push({ type, id, name });
  return resources;
}

/** A failed call is repeated on the next use. */
export function stackResources(stack: string): () => Promise<readonly StackResource[]> {
  let resources: Promise<readonly StackResource[]> | undefined;
  return () => {
    resources ??= listResources(stack).catch((error: unknown) => {
      resources = undefined;
      throw error;
    });
    return resources;
  };
}
