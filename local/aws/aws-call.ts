import { record, text } from "../../lib/adapters/http/json.ts";
import type { ServiceRequest } from "../http/service.ts";

/** In IAM's terms: `dynamodb:Query` on an ARN. */
export type NeededGrant = {
  action: string;
  resource: string;
  /** For a passed role: the service that receives it. */
  passedTo?: string;
};

type Body = Readonly<Record<string, unknown>>;
type Call = { name: string; body: Body; request: ServiceRequest; arn(service: string, rest: string): string };

const ACCOUNT = "000000000000";
const SCHEDULE = /^\/schedules\/([^/]+)$/;
const SCHEDULE_ACTIONS: Readonly<Record<string, string>> = {
  POST: "CreateSchedule",
  PUT: "UpdateSchedule",
  DELETE: "DeleteSchedule",
};
const ITEM_ACTIONS = ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"];
const POOL_ACTIONS = [
  "AdminAddUserToGroup",
  "AdminCreateUser",
  "AdminDeleteUser",
  "AdminListGroupsForUser",
  "AdminUserGlobalSignOut",
  "ListUsers",
  "ListUsersInGroup",
];
const QUEUE_ACTIONS = ["SendMessage", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes"];
const TOPIC_ACTIONS = ["Publish", "ListSubscriptionsByTopic"];

/** By the part before the dot in X-Amz-Target, or another mark of the service. */
const READERS: Readonly<Record<string, (call: Call) => readonly NeededGrant[] | undefined>> = {
  DynamoDB_20120810: ({ name, body, arn }) => {
    const table = (named: string, index?: string) =>
      arn("dynamodb", `table/${named}${index === undefined ? "" : `/index/${index}`}`);
    const tables =
      name === "BatchGetItem" ? Object.keys(record(body.RequestItems) ?? {}) : [text(body.TableName) ?? ""];
    if (!["BatchGetItem", ...ITEM_ACTIONS].includes(name)) return undefined;
    return tables.map((named) => ({
      action: `dynamodb:${name}`,
      resource: table(named, text(body.IndexName)),
    }));
  },
  AmazonSQS: ({ name, body, arn }) => {
    const action = name.replace(/Batch$/, "");
    const queue = text(body.QueueUrl)?.split("/").at(-1) ?? "";
    return QUEUE_ACTIONS.includes(action)
      ? [{ action: `sqs:${action}`, resource: arn("sqs", queue) }]
      : undefined;
  },
  // By ARN, as the template names it.
  secretsmanager: ({ name, body }) =>
    name === "GetSecretValue"
      ? [{ action: `secretsmanager:${name}`, resource: text(body.SecretId) ?? "" }]
      : undefined,
  AWSCognitoIdentityProviderService: ({ name, body, arn }) =>
    POOL_ACTIONS.includes(name)
      ? [{ action: `cognito-idp:${name}`, resource: arn("cognito-idp", `userpool/${text(body.UserPoolId)}`) }]
      : undefined,
  AWSEvents: ({ name, body, arn }) => {
    const entries = Array.isArray(body.Entries) ? body.Entries : [];
    if (name !== "PutEvents") return undefined;
    return entries.map((entry) => ({
      action: `events:${name}`,
      resource: arn("events", `event-bus/${record(entry)?.EventBusName}`),
    }));
  },
  sns: ({ name, body }) =>
    TOPIC_ACTIONS.includes(name)
      ? [{ action: `sns:${name}`, resource: text(body.TopicArn) ?? "" }]
      : undefined,
  scheduler: ({ name, body, request, arn }) => {
    const group = text(body.GroupName) ?? request.query.get("groupName");
    const schedule = arn("scheduler", `schedule/${group}/${SCHEDULE.exec(request.path)?.[1]}`);
    const role = text(record(body.Target)?.RoleArn);
    if (name === "") return undefined;
    return [
      { action: `scheduler:${name}`, resource: schedule },
      ...(role === undefined
        ? []
        : [{ action: "iam:PassRole", resource: role, passedTo: "scheduler.amazonaws.com" }]),
    ];
  },
};

/** An inference profile asks for its model, too. */
export function mediaGrants(
  { action, model }: { action: string; model?: string },
  region: string,
): readonly NeededGrant[] {
  if (model === undefined) return [{ action, resource: "*" }];
  return [
    { action, resource: `arn:aws:bedrock:${region}:${ACCOUNT}:inference-profile/${model}` },
    { action, resource: `arn:aws:bedrock:us-west-2::foundation-model/${model.replace(/^\w+\./, "")}` },
  ];
}

function read(request: ServiceRequest): { service: string; name: string; body: Body } {
  const raw = request.body.toString("utf8");
  const target = request.headers["x-amz-target"];
  const [service = "", name = ""] = target?.split(".") ?? [];
  if (target !== undefined) return { service, name, body: record(JSON.parse(raw)) ?? {} };
  if (SCHEDULE.test(request.path))
    return {
      service: "scheduler",
      name: SCHEDULE_ACTIONS[request.method] ?? "",
      body: (raw !== "" && record(JSON.parse(raw))) || {},
    };
  const form = Object.fromEntries(new URLSearchParams(raw));
  return { service: "sns", name: form.Action ?? "", body: form };
}

/** Throws for an unknown call: add it here. */
export function grantsFor(request: ServiceRequest, region: string): readonly NeededGrant[] {
  const { service, name, body } = read(request);
  const arn = (of: string, rest: string) => `arn:aws:${of}:${region}:${ACCOUNT}:${rest}`;
  const grants = READERS[service]?.({ name, body, request, arn });
  if (!grants) throw new Error(`add ${service} ${name} to local/aws/aws-call.ts: what does IAM ask for it?`);
  return grants;
}
