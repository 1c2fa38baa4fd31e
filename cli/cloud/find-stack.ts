import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { hasFailed } from "../../lib/config/deployment/stack-status.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { problemOfAwsError } from "../aws.ts";
import type { FailedResource, StackState } from "./stack.ts";

/** The later ones are cancellations that follow from the first failure. */
const MAX_FAILURES = 3;
const CANCELLED = /cancelled|canceled/i;

export async function findStack(name: string): Promise<StackState | undefined> {
  const sdk = await import("@aws-sdk/client-cloudformation");
  const client = awsClient(sdk.CloudFormationClient, "person");
  try {
    const { Stacks = [] } = await client.send(new sdk.DescribeStacksCommand({ StackName: name }));
    const [found] = Stacks;
    if (!found) return undefined;
    const { StackId: id, StackStatus: status = "", Outputs = [], EnableTerminationProtection } = found;
    return {
      name,
      ...omitUndefined({ id }),
      status,
      outputs: Object.fromEntries(
        Outputs.map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
      ),
      protected: EnableTerminationProtection === true,
      failures: hasFailed(status) ? await failuresOf(client, name) : [],
    };
  } catch (error) {
    if (error instanceof Error && error.name === "ValidationError") return undefined;
    throw problemOfAwsError(
      error,
      "cloudformation:DescribeStacks",
      `To find the stack ${name} otherwise: name the API with --url or WA_URL.`,
    );
  }
}

/** Events come newest first; those before the stack's own "User Initiated" belong to earlier deploys. */
async function failuresOf(client: CloudFormationClient, name: string): Promise<FailedResource[]> {
  const { paginateDescribeStackEvents } = await import("@aws-sdk/client-cloudformation");
  const failures: FailedResource[] = [];
  /** If no resource gives a reason. */
  let summary: FailedResource | undefined;
  const first = () =>
    failures.length > 0 ? failures.toReversed().slice(0, MAX_FAILURES) : summary ? [summary] : [];
  try {
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: name })) {
      for (const {
        LogicalResourceId: resource = "",
        ResourceStatus = "",
        ResourceStatusReason: reason = "",
      } of StackEvents) {
        if (resource === name) {
          if (reason && hasFailed(ResourceStatus)) summary = { resource, reason };
        } else if (ResourceStatus.endsWith("_FAILED") && reason && !CANCELLED.test(reason))
          failures.push({ resource, reason });
        if (
          resource === name &&
          reason === "User Initiated" &&
          /^(CREATE|UPDATE|DELETE|REVIEW)_IN_PROGRESS$/.test(ResourceStatus)
        )
          return first();
      }
    }
  } catch {
    // Without cloudformation:DescribeStackEvents only the status is known.
  }
  return first();
}
