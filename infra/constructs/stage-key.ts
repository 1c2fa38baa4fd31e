import { Aws, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { type IGrantable, Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct, type IConstruct } from "constructs";

/**
 * The permissions on the key that a function needs for an encrypted resource, and the only service through
 * which it may use the key. Tables: as the library grants it, without its wildcards; writers read too, see
 * https://github.com/aws/aws-cdk/issues/10010.
 * Queues: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html.
 * Receivers only decrypt. Files: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html.
 * Secrets:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 */
const USES = {
  "read-table": { service: "dynamodb", actions: ["Decrypt", "DescribeKey"] },
  "write-table": {
    service: "dynamodb",
    actions: [
      "Decrypt",
      "DescribeKey",
      "Encrypt",
      "GenerateDataKey",
      "GenerateDataKeyWithoutPlaintext",
      "ReEncryptFrom",
      "ReEncryptTo",
    ],
  },
  "send-to-queue": { service: "sqs", actions: ["Decrypt", "GenerateDataKey"] },
  "receive-from-queue": { service: "sqs", actions: ["Decrypt"] },
  "keep-file": { service: "s3", actions: ["Decrypt", "GenerateDataKey"] },
  "give-file": { service: "s3", actions: ["Decrypt"] },
  "read-secret": { service: "secretsmanager", actions: ["Decrypt"] },
} as const;

/** One customer managed key for what a stage stores. */
export class StageKey extends Construct {
  readonly key: Key;
  private readonly users: Construct;
  private readonly policies = new Map<Role, Policy>();

  constructor(scope: Construct, id: string, props: { stage: string; keepsData: boolean }) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      description: `Chatsby on WhatsApp (${props.stage}): table, queues, logs and secret`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      // Data that outlives the stack could not be read without it.
      removalPolicy: props.keepsData ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    this.users = new Construct(this, "Users");
    this.allowLogs();
  }

  /**
   * Call it for every resource encrypted with the key. When a resource changes to the key, its users get the
   * permission first and do not fail.
   */
  encrypts(thing: IConstruct): void {
    thing.node.addDependency(this.users);
  }

  allow(grantee: IGrantable, use: keyof typeof USES): void {
    const { service, actions } = USES[use];
    this.policyOf(grantee).addStatements(
      new PolicyStatement({
        actions: actions.map((action) => `kms:${action}`),
        resources: [this.key.keyArn],
        conditions: { StringEquals: { "kms:ViaService": `${service}.${Aws.REGION}.amazonaws.com` } },
      }),
    );
  }

  /**
   * A separate policy, because the role's other policy names the resources and would be created after them.
   */
  private policyOf({ grantPrincipal: role }: IGrantable): Policy {
    if (!(role instanceof Role)) throw new Error("Only roles of this stack may use its key.");
    const [, ...path] = role.node.path.split("/");
    const policy = this.policies.get(role) ?? new Policy(this.users, path.join("-"), { roles: [role] });
    this.policies.set(role, policy);
    return policy;
  }

  /**
   * CloudWatch encrypts by itself, for this stack's log groups only. Named by CloudFormation's naming
   * pattern, `stack-logicalId-random`, because the groups already name the key. Neither a logical id nor the
   * random part has a hyphen, so a name with one more belongs to a stage like `prod-eu`, not to `prod`.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  private allowLogs(): void {
    const { stackName } = Stack.of(this);
    const group = (name: string) =>
      `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:log-group:${name}`;
    const context = "kms:EncryptionContext:aws:logs:arn";
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        resources: ["*"],
        conditions: {
          ArnLike: {
            [context]: [group(`${stackName}-*`), group(`/aws/vendedlogs/apigateway/${stackName}`)],
          },
          ArnNotLike: { [context]: group(`${stackName}-*-*-*`) },
        },
      }),
    );
  }
}
