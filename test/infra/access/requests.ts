import { isRecord } from "../../../lib/domain/is-record.ts";
import { ACCOUNT, arn, type DeployedResources, type Properties, REGION } from "./deployed-resources.ts";
import type { AwsRequest } from "./judge.ts";

/** The SDK's endpoints speak TLS only. */
const TLS = { "aws:SecureTransport": "true" };

/** A recorded call of a function. */
export function callOf({
  action,
  resource,
  passedTo,
}: {
  action: string;
  resource: string;
  passedTo?: string;
}): AwsRequest {
  return {
    action,
    resource,
    context: { ...TLS, ...(passedTo !== undefined && { "iam:PassedToService": passedTo }) },
  };
}

/** What Lambda does with the function's role: reads its queues, writes its log, traces. */
export function lambdaRequests(deployed: DeployedResources, functionId: string): AwsRequest[] {
  const { LoggingConfig, TracingConfig } = deployed.propertiesOf(functionId);
  const requests = (resource: string, ...actions: string[]) =>
    actions.map((action) => callOf({ action, resource }));
  const queues = deployed
    .ofType("AWS::Lambda::EventSourceMapping")
    .filter(
      ({ properties: { FunctionName } }) =>
        deployed.text(FunctionName) === deployed.text({ Ref: functionId }),
    )
    .map(({ properties: { EventSourceArn } }) => deployed.text(EventSourceArn));
  const group = isRecord(LoggingConfig) ? deployed.text(LoggingConfig.LogGroup) : "";
  return [
    ...queues.flatMap((queue) =>
      requests(queue, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    ),
    ...requests(
      arn("logs", `log-group:${group}:log-stream:2026`),
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ),
    ...(isRecord(TracingConfig) && TracingConfig.Mode === "Active"
      ? requests("*", "xray:PutTraceSegments", "xray:PutTelemetryRecords")
      : []),
  ];
}

const READ_ITEMS = ["Decrypt", "DescribeKey"];
const WRITE_ITEMS = [
  ...READ_ITEMS,
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
];

/**
 * The permissions on a key that a service needs from its caller.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const KEY_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:GetItem": READ_ITEMS,
  "dynamodb:BatchGetItem": READ_ITEMS,
  "dynamodb:Query": READ_ITEMS,
  "dynamodb:PutItem": WRITE_ITEMS,
  "dynamodb:UpdateItem": WRITE_ITEMS,
  "dynamodb:DeleteItem": WRITE_ITEMS,
  "s3:GetObject": ["Decrypt"],
  "s3:PutObject": ["GenerateDataKey", "Decrypt"],
  "s3:DeleteObject": [],
  "sqs:SendMessage": ["GenerateDataKey", "Decrypt"],
  "sqs:ReceiveMessage": ["Decrypt"],
  "sqs:DeleteMessage": [],
  "sqs:ChangeMessageVisibility": [],
  "sqs:GetQueueAttributes": [],
  "secretsmanager:GetSecretValue": ["Decrypt"],
  "sns:Publish": ["GenerateDataKey", "Decrypt"],
  "sns:ListSubscriptionsByTopic": [],
};

type Encrypted = {
  service: string;
  keyOf(properties: Properties): unknown;
  contextOf(arn: string): Record<string, string>;
};

function bucketKey({ BucketEncryption }: Properties): unknown {
  const rules = isRecord(BucketEncryption) ? BucketEncryption.ServerSideEncryptionConfiguration : undefined;
  const [rule] = Array.isArray(rules) ? rules : [];
  const standard = isRecord(rule) ? rule.ServerSideEncryptionByDefault : undefined;
  return isRecord(standard) ? standard.KMSMasterKeyID : undefined;
}

/** Where the key stands, and the encryption context that the service gives. */
const ENCRYPTED: Readonly<Record<string, Encrypted>> = {
  "AWS::DynamoDB::Table": {
    service: "dynamodb",
    keyOf: ({ SSESpecification }) =>
      isRecord(SSESpecification) ? SSESpecification.KMSMasterKeyId : undefined,
    contextOf: (table) => ({
      "aws:dynamodb:tableName": table.split("/")[1] ?? "",
      "aws:dynamodb:subscriberId": ACCOUNT,
    }),
  },
  "AWS::S3::Bucket": {
    service: "s3",
    keyOf: bucketKey,
    // With a bucket key, which all objects share.
    contextOf: (bucket) => ({ "aws:s3:arn": bucket }),
  },
  "AWS::SQS::Queue": {
    service: "sqs",
    keyOf: ({ KmsMasterKeyId }) => KmsMasterKeyId,
    contextOf: (queue) => ({ "aws:sqs:arn": queue }),
  },
  "AWS::SecretsManager::Secret": {
    service: "secretsmanager",
    keyOf: ({ KmsKeyId }) => KmsKeyId,
    contextOf: (secret) => ({ SecretARN: secret }),
  },
  "AWS::SNS::Topic": {
    service: "sns",
    keyOf: ({ KmsMasterKeyId }) => KmsMasterKeyId,
    contextOf: (topic) => ({ "aws:sns:topicArn": topic }),
  },
};

/**
 * Its own policy lets everybody in the account use it through the service. Not other services: no alarm reaches a
 * topic with it.
 */
const isManagedByAws = (key: string) => key.includes(":alias/aws/");

/**
 * The called service's requests to KMS in its caller's name, because the resource is encrypted with a key of
 * the stack.
 */
export function keyRequests(deployed: DeployedResources, { action, resource }: AwsRequest): AwsRequest[] {
  const thing = resource.replace(/\/(index|files)\/.*$/, "");
  for (const [type, { service, keyOf, contextOf }] of Object.entries(ENCRYPTED)) {
    const found = deployed.ofType(type).find(({ id }) => deployed.arnOf(id) === thing);
    const key = found && keyOf(found.properties);
    if (key === undefined || isManagedByAws(deployed.text(key))) continue;
    const actions = KEY_ACTIONS[action];
    if (!actions) throw new Error(`What does ${action} ask of KMS? Add it to KEY_ACTIONS.`);
    const context = {
      ...TLS,
      "kms:ViaService": `${service}.${REGION}.amazonaws.com`,
      ...Object.fromEntries(
        Object.entries(contextOf(thing)).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
      ),
    };
    return actions.map((each) => ({
      action: `kms:${each}`,
      resource: deployed.text(key),
      context: each === "DescribeKey" ? { ...TLS, "kms:ViaService": context["kms:ViaService"] } : context,
    }));
  }
  return [];
}
