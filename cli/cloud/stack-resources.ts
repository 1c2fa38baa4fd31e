import { awsClient } from "../../lib/adapters/aws/client.ts";

/** `name`: what AWS calls it. `id`: its name in the template. */
export type StackResource = { type: string; id: string; name: string };

async function listResources(stack: string): Promise<readonly StackResource[]> {
  const { CloudFormationClient, paginateListStackResources } = await import("@aws-sdk/client-cloudformation");
  const client = awsClient(CloudFormationClient, "person");
  const resources: StackResource[] = [];
  for await (const { StackResourceSummaries: found = [] } of paginateListStackResources({ client }, { StackName: stack }))
    for (const { ResourceType: type = "", LogicalResourceId: id = "", PhysicalResourceId: name = "" } of found)
      if (name) resources.push({ type, id, name });
  return resources;
}

/** What belongs to a stack, looked up once. A look-up that failed is done again the next time. */
export function stackResources(stack: string): () => Promise<readonly StackResource[]> {
  let looked: Promise<readonly StackResource[]> | undefined;
  return () => {
    looked ??= listResources(stack).catch((error: unknown) => {
      looked = undefined;
      throw error;
    });
    return looked;
  };
}
