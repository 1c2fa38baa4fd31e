import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";

/** Where alarms go. Encrypted with a key of its own, because CloudWatch may not use the key that AWS manages for SNS. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: { stage: string; email: string | undefined }) {
    super(scope, id);
    const alarmsOfThisAccount = { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } };
    const cloudwatch = new ServicePrincipal("cloudwatch.amazonaws.com");
    const key = new Key(this, "Key", {
      description: `Chatsby on WhatsApp (${props.stage}): alarm messages on their way to people`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      // Nothing is stored under it, so nothing becomes unreadable without it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudwatch],
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"],
        conditions: alarmsOfThisAccount,
      }),
    );
    this.topic = new Topic(this, "Topic", { displayName: `Chatsby on WhatsApp ${props.stage}`, masterKey: key, enforceSSL: true });
    // A topic that has any policy of its own loses the default one, and with it CloudWatch's right to publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudwatch],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: alarmsOfThisAccount,
      }),
    );
    if (props.email) this.topic.addSubscription(new EmailSubscription(props.email));
  }
}
