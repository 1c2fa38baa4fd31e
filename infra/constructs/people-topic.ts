import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import { type IGrantable, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Alias, Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { allow } from "./allow.ts";

type PeopleTopicProps = {
  stage: string;
  about: string;
  email: string | undefined;
  /** A key of the business, at 1 USD a month, and one more after each of the first two yearly rotations. */
  ownKey: boolean;
  /** For topics without such a key. */
  free: "aws-managed-key" | "no-key";
};

/**
 * Needed to publish to a topic encrypted with a key of the business. The AWS managed key lets everybody in the
 * account use it through SNS who may publish.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const ENCRYPT = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Notifies people by e-mail. */
export class PeopleTopic extends Construct {
  readonly topic: Topic;
  private readonly key: Key | undefined;

  constructor(scope: Construct, id: string, { stage, about, email, ownKey, free }: PeopleTopicProps) {
    super(scope, id);
    this.key = ownKey
      ? new Key(this, "Key", {
          description: `Chatsby on WhatsApp (${stage}): ${about} on their way to people`,
          enableKeyRotation: true,
          pendingWindow: Duration.days(7),
          // No stored data depends on the key.
          removalPolicy: RemovalPolicy.DESTROY,
        })
      : undefined;
    const managed =
      free === "aws-managed-key" ? Alias.fromAliasName(this, "ManagedKey", "alias/aws/sns") : undefined;
    this.topic = new Topic(this, "Topic", {
      displayName: `Chatsby on WhatsApp ${stage}`,
      ...omitUndefined({ masterKey: this.key ?? managed }),
      enforceSSL: true,
    });
    if (email) this.topic.addSubscription(new EmailSubscription(email));
  }

  allowPublish(grantee: IGrantable): void {
    allow(grantee, ["sns:Publish"], this.topic.topicArn);
    if (this.key) allow(grantee, ENCRYPT, this.key.keyArn);
  }

  /** CloudWatch may not use the AWS managed key of SNS: such a topic would lose every alarm. */
  allowAlarms(): void {
    const granted = {
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    };
    this.key?.addToResourcePolicy(
      new PolicyStatement({ ...granted, actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"] }),
    );
    // A topic with its own policy loses the default one, and with it CloudWatch's right to publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({ ...granted, actions: ["sns:Publish"], resources: [this.topic.topicArn] }),
    );
  }
}
