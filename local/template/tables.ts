import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { LocalTemplate } from "./local-template.ts";

/** Without a meaning on one machine: encryption, backups, protection; and the TTL, because readers filter. */
const LEFT_OUT = new Set([
  "DeletionProtectionEnabled",
  "PointInTimeRecoverySpecification",
  "SSESpecification",
  "TableName",
  "Tags",
  "TimeToLiveSpecification",
]);

/** CloudFormation's property names are those of the call that makes a table. */
export const tablePlans = (template: LocalTemplate): readonly CreateTableCommandInput[] =>
  template.resources("AWS::DynamoDB::Table").map(({ ref, properties, property }) => {
    const kept = Object.keys(properties).filter((name) => !LEFT_OUT.has(name));
    const described: Record<string, unknown> = Object.fromEntries(kept.map((name) => [name, property(name)]));
    return { ...described, TableName: ref() } as CreateTableCommandInput;
  });
