import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { SnsEndpoint } from "../../local/aws/sns-endpoint.ts";

const TopicArn = "arn:aws:sns:us-east-1:000000000000:handoffs";

describe("the fake of SNS", () => {
  const told: string[] = [];
  const endpoint = new SnsEndpoint([TopicArn], ({ subject }) => told.push(subject));
  let client: SNSClient;
  const publish = (change: Record<string, string> = {}) =>
    client.send(
      new PublishCommand({
        TopicArn,
        Subject: "A person is wanted",
        Message: "Dana & co:\nhttps://wa.me/1?a=1&b=2 ✉",
        ...change,
      }),
    );

  beforeAll(async () => {
    await endpoint.start();
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    client = new SNSClient({ region: "us-east-1", credentials, endpoint: endpoint.url, maxAttempts: 1 });
  });
  afterAll(async () => {
    client.destroy();
    await endpoint.stop();
  });
  beforeEach(() => {
    endpoint.mails.length = 0;
    endpoint.down = false;
  });

  it("keeps what is published, and reports it", async () => {
    expect((await publish()).MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(endpoint.mails).toEqual([
      { topicArn: TopicArn, subject: "A person is wanted", message: "Dana & co:\nhttps://wa.me/1?a=1&b=2 ✉" },
    ]);
    expect(told).toEqual(["A person is wanted"]);
  });

  it.each<[string, Record<string, string>, string]>([
    ["a topic that is not there", { TopicArn: `${TopicArn}-2` }, "NotFoundException"],
    ["a subject of 100 characters", { Subject: "x".repeat(100) }, "InvalidParameterException"],
    ["a subject of two lines", { Subject: "a\nb" }, "InvalidParameterException"],
    ["no message", { Message: "" }, "InvalidParameterException"],
  ])("refuses %s", async (_, change, name) => {
    await expect(publish(change)).rejects.toMatchObject({ name });
    expect(endpoint.mails).toEqual([]);
  });

  it("fails while it is down", async () => {
    endpoint.down = true;
    await expect(publish()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  });
});
