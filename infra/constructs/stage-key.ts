import { Aws, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Grant, type IGrantable, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";

/** What a function that works with an encrypted thing must be allowed to do with its key, always through that thing's service. */
const ACTIONS = {
  // What AWS's own example of a key policy lists, without the rights to hand the key on.
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  dynamodb: [
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ],
  // For senders. Those who receive only decrypt, and get that from the library together with their event source.
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  sqs: ["kms:Decrypt", "kms:GenerateDataKey"],
  // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
  secretsmanager: ["kms:Decrypt"],
} as const;

/** One key of the business for all that a stage stores. */
export class StageKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: { stage: string; keepsData: boolean }) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      description: `Chatsby on WhatsApp (${props.stage}): table, queues, logs and secret`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      // What outlives the stack could not be read without it.
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.allowLogs();
  }

  allow(grantee: IGrantable, service: keyof typeof ACTIONS): void {
    Grant.addToPrincipal({
      grantee,
      actions: [...ACTIONS[service]],
      resourceArns: [this.key.keyArn],
      conditions: { StringEquals: { "kms:ViaService": `${service}.${Aws.REGION}.amazonaws.com` } },
    });
  }

  /**
   * CloudWatch encrypts by itself, for the log groups of this stack only. Named by how CloudFormation will name them, because the groups
   * name the key. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  private allowLogs(): void {
    const { stackName } = Stack.of(this);
    const groups = [`${stackName}-*`, `/aws/vendedlogs/apigateway/${stackName}`];
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        resources: ["*"],
        conditions: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": groups.map(
              (group) => `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${group}`,
            ),
          },
        },
      }),
    );
  }
}
