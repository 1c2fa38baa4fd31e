import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import { type IGrantable, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { allow } from "./allow.ts";

type PeopleTopicProps = {
  stage: string;
  /** What people are told, in a word or two. */
  about: string;
  email: string | undefined;
};

/** What publishing to an encrypted topic takes. https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const ENCRYPT = ["kms:Decrypt", "kms:GenerateDataKey"];

/** Tells people by e-mail. Encrypted with a key of its own: nobody publishes or reads on the way but who is named here. */
export class PeopleTopic extends Construct {
  readonly topic: Topic;
  private readonly key: Key;

  constructor(scope: Construct, id: string, props: PeopleTopicProps) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      description: `Chatsby on WhatsApp (${props.stage}): ${props.about} on their way to people`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      // Nothing is stored under it, so nothing becomes unreadable without it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, "Topic", { displayName: `Chatsby on WhatsApp ${props.stage}`, masterKey: this.key, enforceSSL: true });
    if (props.email) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  allowPublish(grantee: IGrantable): void {
    allow(grantee, ["sns:Publish"], this.topic.topicArn);
    allow(grantee, ENCRYPT, this.key.keyArn);
  }

  /** CloudWatch may not use the key that AWS manages for SNS; alarms of this account may use this one. */
  allowAlarms(): void {
    const granted = {
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    };
    this.key.addToResourcePolicy(new PolicyStatement({ ...granted, actions: ["kms:Decrypt", "kms:GenerateDataKey*"], resources: ["*"] }));
    // A topic that has any policy of its own loses the default one, and with it CloudWatch's right to publish.
    this.topic.addToResourcePolicy(new PolicyStatement({ ...granted, actions: ["sns:Publish"], resources: [this.topic.topicArn] }));
  }
}
