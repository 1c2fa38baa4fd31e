import type { Template } from "aws-cdk-lib/assertions";
import { evaluated, type Names } from "../../../local/template/intrinsics.ts";

export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";

export type Properties = Readonly<Record<string, unknown>>;
type Resource = { Type: string; Properties?: Properties };

type Options = {
  stackName: string;
  /** Given instead of invented, by the logical id without its hash. */
  arns?: Readonly<Record<string, string>>;
};

/** As if the template were deployed: every reference has a value. */
export type DeployedResources = {
  /** Properties with references, by logical id. */
  ofType(type: string): readonly { id: string; properties: Properties }[];
  types(): readonly string[];
  propertiesOf(id: string): Properties;
  arnOf(id: string): string;
  /** Throws for a reference that it cannot resolve. */
  resolve(value: unknown): unknown;
  text(value: unknown): string;
};

export const arn = (service: string, rest: string, region = REGION) =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;

const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Partition": "aws",
  "AWS::Region": REGION,
  "AWS::AccountId": ACCOUNT,
};

/** For other types `Ref` is the name. */
const REF_IS_ARN = [
  "AWS::SecretsManager::Secret",
  "AWS::SNS::Topic",
  "AWS::Lambda::Alias",
  "AWS::IAM::ManagedPolicy",
];

export const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, "");

export function deployedResources(
  template: Pick<Template, "toJSON">,
  { stackName, arns = {} }: Options,
): DeployedResources {
  const resources: Record<string, Resource> = template.toJSON().Resources;

  function resourceOf(id: string): { type: string; name: string; properties: Properties } {
    const found = resources[id];
    if (!found) throw new Error(`The template has no ${id}.`);
    return { type: found.Type, name: withoutHash(id), properties: found.Properties ?? {} };
  }

  /** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
  const ARNS: Readonly<Record<string, (name: string, properties: Properties) => string>> = {
    "AWS::DynamoDB::Table": (name) => arn("dynamodb", `table/${name}`),
    "AWS::SQS::Queue": (name) => arn("sqs", name),
    "AWS::SecretsManager::Secret": (name) => arn("secretsmanager", `secret:${name}-AbCdEf`),
    "AWS::Events::EventBus": (name) => arn("events", `event-bus/${name}`),
    "AWS::Events::Rule": (name) => arn("events", `rule/${name}`),
    "AWS::SNS::Topic": (name) => arn("sns", name),
    "AWS::Cognito::UserPool": (name) => arn("cognito-idp", `userpool/${REGION}_${name}`),
    "AWS::S3::Bucket": (name) => `arn:aws:s3:::${name.toLowerCase()}`,
    "AWS::KMS::Key": (name) => arn("kms", `key/${name}`),
    "AWS::IAM::Role": (name) => arn("iam", `role/${name}`, ""),
    "AWS::Lambda::Function": (name) => arn("lambda", `function:${name}`),
    "AWS::Lambda::Alias": (_, { FunctionName, Name }) =>
      arn("lambda", `function:${text(FunctionName)}:${text(Name)}`),
    "AWS::Scheduler::ScheduleGroup": (_, { Name }) => arn("scheduler", `schedule-group/${text(Name)}`),
    // CloudFormation's `Arn` of a log group ends like that: it stands for the group's streams.
    "AWS::Logs::LogGroup": (name, properties) => arn("logs", `log-group:${logGroupName(name, properties)}:*`),
    "AWS::CloudWatch::Alarm": (_, { AlarmName }) => arn("cloudwatch", `alarm:${text(AlarmName)}`),
    "AWS::CloudWatch::CompositeAlarm": (_, { AlarmName }) => arn("cloudwatch", `alarm:${text(AlarmName)}`),
  };

  const logGroupName = (name: string, { LogGroupName }: Properties) =>
    LogGroupName === undefined ? `${stackName}-${name}-a1B2c3D4e5F6` : text(LogGroupName);

  function arnOf(id: string): string {
    const { type, name, properties } = resourceOf(id);
    const made = arns[name] ?? ARNS[type]?.(name, properties);
    if (made === undefined) throw new Error(`What is the ARN of ${id} (${type})?`);
    return made;
  }

  function referred(id: string): string {
    const pseudo = PSEUDO[id];
    if (pseudo !== undefined) return pseudo;
    const { type, name, properties } = resourceOf(id);
    if (type === "AWS::Logs::LogGroup") return logGroupName(name, properties);
    return REF_IS_ARN.includes(type) ? arnOf(id) : name;
  }

  const names: Names = {
    ref: referred,
    attribute(id, attribute, where) {
      if (attribute !== "Arn") throw new Error(`What is ${id}.${attribute}, for ${where}?`);
      return arnOf(id);
    },
  };
  const resolve = (value: unknown) => evaluated(value, names, "a policy");

  function text(value: unknown): string {
    const resolved = resolve(value);
    if (typeof resolved !== "string") throw new Error(`${JSON.stringify(value)} is no text.`);
    return resolved;
  }

  return {
    ofType: (type) =>
      Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) =>
        Type === type ? [{ id, properties: Properties }] : [],
      ),
    types: () => [...new Set(Object.values(resources).map(({ Type }) => Type))],
    propertiesOf: (id) => resourceOf(id).properties,
    arnOf,
    resolve,
    text,
  };
}
