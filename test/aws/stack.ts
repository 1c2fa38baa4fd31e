import {
  CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
  UpdateTerminationProtectionCommand,
} from "@aws-sdk/client-cloudformation";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import type { Emulator } from "./emulator.ts";

export type DeployedResource = { logicalId: string; physicalId: string; type: string };
type Template = {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown>; DeletionPolicy?: string }>;
};

/** As CloudFormation describes it. */
export function stackReader({ client }: Emulator, name: string) {
  const cloudformation = awsClient(CloudFormationClient, "person", client);
  const StackName = name;

  async function described() {
    try {
      const { Stacks: [found] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
      return found;
    } catch (error) {
      if (error instanceof Error && error.name === "ValidationError") return undefined;
      throw error;
    }
  }

  return {
    name,
    /** `undefined`: there is no such stack. */
    status: async (): Promise<string | undefined> => (await described())?.StackStatus,
    id: async (): Promise<string> => (await described())?.StackId ?? "",
    isProtected: async (): Promise<boolean> => (await described())?.EnableTerminationProtection === true,
    outputs: async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        ((await described())?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [
          OutputKey,
          OutputValue,
        ]),
      ),
    async resources(): Promise<DeployedResource[]> {
      const found: DeployedResource[] = [];
      for await (const { StackResourceSummaries = [] } of paginateListStackResources(
        { client: cloudformation },
        { StackName },
      ))
        for (const {
          LogicalResourceId: logicalId = "",
          PhysicalResourceId: physicalId = "",
          ResourceType: type = "",
        } of StackResourceSummaries)
          found.push({ logicalId, physicalId, type });
      return found;
    },
    async template(): Promise<Template> {
      return JSON.parse(
        (await cloudformation.send(new GetTemplateCommand({ StackName }))).TemplateBody ?? "{}",
      );
    },
    /** Logical ids of what the last creation or deletion left in the account. */
    async skipped(stackId = name): Promise<string[]> {
      const { StackEvents = [] } = await cloudformation.send(
        new DescribeStackEventsCommand({ StackName: stackId }),
      );
      return StackEvents.flatMap(({ ResourceStatus, LogicalResourceId = "" }) =>
        String(ResourceStatus) === "DELETE_SKIPPED" ? [LogicalResourceId] : [],
      );
    },
    /** As docs/configuration.md describes it, before a stage is deleted that keeps its data. */
    async unprotect(): Promise<void> {
      await cloudformation.send(
        new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }),
      );
    },
  };
}

export type StackReader = ReturnType<typeof stackReader>;
