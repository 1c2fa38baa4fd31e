import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import { type IGrantable, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { allow } from "./allow.ts";

type PeopleTopicProps = {
  stage: string;
  about: string;
  email: string | undefined;
};

/**
 * Needed to publish to an encrypted topic.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
const ENCRYPT = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Notifies people by e-mail. Encrypted with its own key: only the named principals can publish or read. */
export class PeopleTopic extends Construct {
  readonly topic: Topic;
  private readonly key: Key;

  constructor(scope: Construct, id: string, props: PeopleTopicProps) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      description: `Chatsby on WhatsApp (${props.stage}): ${props.about} on their way to people`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      // No stored data depends on the key.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, "Topic", {
      displayName: `Chatsby on WhatsApp ${props.stage}`,
      masterKey: this.key,
      enforceSSL: true,
    });
    if (props.email) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  allowPublish(grantee: IGrantable): void {
    allow(grantee, ["sns:Publish"], this.topic.topicArn);
    allow(grantee, ENCRYPT, this.key.keyArn);
  }

  /** CloudWatch may not use the AWS managed key of SNS. */
  allowAlarms(): void {
    const granted = {
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    };
    this.key.addToResourcePolicy(
      new PolicyStatement({ ...granted, actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"] }),
    );
    // A topic with its own policy loses the default one, and with it CloudWatch's right to publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({ ...granted, actions: ["sns:Publish"], resources: [this.topic.topicArn] }),
    );
  }
}
