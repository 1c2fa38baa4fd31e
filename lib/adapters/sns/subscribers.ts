import { ListSubscriptionsByTopicCommand, type SNSClient } from "@aws-sdk/client-sns";

/** Whom a topic reaches; at most the first hundred. Without their addresses. */
export async function subscribersOf(
  client: SNSClient,
  topicArn: string,
): Promise<{ protocol: string; confirmed: boolean }[]> {
  const { Subscriptions = [] } = await client.send(
    new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }),
  );
  return Subscriptions.map(({ Protocol = "", SubscriptionArn }) => ({
    protocol: Protocol,
    confirmed: SubscriptionArn?.startsWith("arn:") === true,
  }));
}
