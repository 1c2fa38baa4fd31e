import type { LocalQueue } from "../aws/queues.ts";
import { TemplateProblem } from "./intrinsics.ts";
import { tableName } from "./names.ts";

export const ACCOUNT = "000000000000";

export type Running = {
  region: string;
  apiUrl(): string;
  /** Of what stands for Cognito. */
  signInUrl(): string;
  /** By logical id; `undefined` before it is made. */
  queue(id: string): LocalQueue | undefined;
};

export type Described = {
  id: string;
  type: string;
  /** `<stack>-<logical id>`, the beginning of the names that CloudFormation gives. */
  generatedName: string;
  property(name: string): unknown;
  running: Running;
};

/** `Ref`, and what `Fn::GetAtt` gives. */
type Attributes = Readonly<Record<string, string>>;

const arn = ({ running }: Described, service: string, rest: string, region = running.region) =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;

/** The name in the template, else a generated one. */
const nameOf = (resource: Described, property: string) => {
  const given = resource.property(property);
  return typeof given === "string" ? given : resource.generatedName;
};

/** For the many types whose `Ref` is the name. */
const named =
  (property: string, service: string, path = "") =>
  (resource: Described): Attributes => {
    const name = nameOf(resource, property);
    return { Ref: name, Arn: arn(resource, service, `${path}${name}`) };
  };

const role = (resource: Described): Attributes => {
  const name = nameOf(resource, "RoleName");
  return { Ref: name, Arn: arn(resource, "iam", `role/${name}`, "") };
};

/** See "Return values" in CloudFormation's page of each type. */
const TYPES: Readonly<Record<string, (resource: Described) => Attributes>> = {
  "AWS::ApiGatewayV2::Api": ({ running }) => ({
    Ref: "local",
    ApiId: "local",
    ApiEndpoint: running.apiUrl(),
  }),
  "AWS::ApiGatewayV2::Authorizer": ({ id }) => ({ Ref: id }),
  "AWS::ApiGatewayV2::Integration": ({ id }) => ({ Ref: id }),
  "AWS::CloudWatch::Alarm": named("AlarmName", "cloudwatch", "alarm:"),
  "AWS::CloudWatch::CompositeAlarm": named("AlarmName", "cloudwatch", "alarm:"),
  "AWS::CloudWatch::Dashboard": (resource) => ({ Ref: nameOf(resource, "DashboardName") }),
  "AWS::Cognito::UserPool": (resource) => {
    const { id, running } = resource;
    const pool = `${running.region}_${id}`;
    return {
      Ref: pool,
      UserPoolId: pool,
      Arn: arn(resource, "cognito-idp", `userpool/${pool}`),
      ProviderURL: `${running.signInUrl()}/${pool}`,
    };
  },
  "AWS::Cognito::UserPoolClient": ({ id }) => ({ Ref: id, ClientId: id }),
  "AWS::Cognito::UserPoolDomain": ({ property }) => ({ Ref: String(property("Domain")) }),
  "AWS::DynamoDB::Table": (resource) => {
    const name = tableName(resource.id);
    return { Ref: name, Arn: arn(resource, "dynamodb", `table/${name}`) };
  },
  "AWS::Events::EventBus": (resource) => {
    const name = nameOf(resource, "Name");
    return { Ref: name, Name: name, Arn: arn(resource, "events", `event-bus/${name}`) };
  },
  "AWS::Events::Rule": named("Name", "events", "rule/"),
  "AWS::IAM::ManagedPolicy": (resource) => {
    const policy = arn(resource, "iam", `policy/${nameOf(resource, "ManagedPolicyName")}`, "");
    return { Ref: policy, PolicyArn: policy };
  },
  "AWS::IAM::Role": role,
  "AWS::KMS::Key": (resource) => ({
    Ref: resource.id,
    KeyId: resource.id,
    Arn: arn(resource, "kms", `key/${resource.id}`),
  }),
  "AWS::Lambda::Alias": (resource) => {
    const alias = `${String(resource.property("FunctionName"))}:${String(resource.property("Name"))}`;
    return { Ref: arn(resource, "lambda", `function:${alias}`) };
  },
  "AWS::Lambda::Function": named("FunctionName", "lambda", "function:"),
  "AWS::Logs::LogGroup": named("LogGroupName", "logs", "log-group:"),
  "AWS::S3::Bucket": (resource) => {
    const name = nameOf(resource, "BucketName").toLowerCase();
    return {
      Ref: name,
      Arn: `arn:aws:s3:::${name}`,
      RegionalDomainName: `${name}.s3.${resource.running.region}.amazonaws.com`,
    };
  },
  "AWS::Scheduler::ScheduleGroup": named("Name", "scheduler", "schedule-group/"),
  // On AWS, too, a secret's ARN ends with a hyphen and six characters more than its name.
  "AWS::SecretsManager::Secret": (resource) => {
    const secret = arn(resource, "secretsmanager", `secret:${resource.id}-local0000000-000000`);
    return { Ref: secret, Id: secret };
  },
  "AWS::SNS::Topic": (resource) => {
    const name = nameOf(resource, "TopicName");
    return { Ref: arn(resource, "sns", name), TopicArn: arn(resource, "sns", name), TopicName: name };
  },
  "AWS::SQS::Queue": ({ id, type, running }) => {
    const queue = running.queue(id);
    if (!queue) throw new TemplateProblem(`${id} (${type})`, "is asked for before it is made");
    return { Ref: queue.url, QueueUrl: queue.url, Arn: queue.arn, QueueName: queue.name };
  },
};

/** `Ref` or an attribute. Throws TemplateProblem where the local stack has none. */
export function physical(resource: Described, attribute: string, where: string): string {
  const value = TYPES[resource.type]?.(resource)[attribute];
  if (value !== undefined) return value;
  const asked = attribute === "Ref" ? `Ref of ${resource.id}` : `${resource.id}.${attribute}`;
  throw new TemplateProblem(
    where,
    `${asked} (${resource.type}) is not known here: add it to local/template/physical.ts`,
  );
}
