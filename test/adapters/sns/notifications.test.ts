import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { snsNotifications } from "../../../lib/adapters/sns/notifications.ts";
import { SnsEndpoint } from "../../../local/aws/sns-endpoint.ts";

const topicArn = "arn:aws:sns:us-east-1:000000000000:handoffs";

describe("mails to the team", () => {
  const endpoint = new SnsEndpoint([topicArn], () => undefined);
  const notifications = (topic = topicArn) => {
    const credentials = { accessKeyId: "local", secretAccessKey: "local" };
    return snsNotifications({
      topicArn: topic,
      config: { region: "us-east-1", credentials, endpoint: endpoint.url, maxAttempts: 1 },
    });
  };
  const subjectOf = async (subject: string) => {
    await notifications().send({ subject, text: "text" });
    return endpoint.mails[0]?.subject;
  };
  beforeAll(() => endpoint.start());
  afterAll(() => endpoint.stop());
  beforeEach(() => {
    endpoint.mails.length = 0;
    endpoint.down = false;
  });

  it("are published with subject and text as they are", async () => {
    await notifications().send({
      subject: "A person is wanted: Dana (support)",
      text: "Grüße,\n\nhttps://wa.me/1?a=1&b=2 🙏",
    });
    expect(endpoint.mails).toEqual([
      {
        topicArn,
        subject: "A person is wanted: Dana (support)",
        message: "Grüße,\n\nhttps://wa.me/1?a=1&b=2 🙏",
      },
    ]);
  });

  it.each([
    ["a name with accents", "A person is wanted: Zoë Ünlü", "A person is wanted: Zoe Unlu"],
    [
      "a name in another script",
      "A person is wanted: دانا 😀 (support)",
      "A person is wanted: ? ? (support)",
    ],
    ["several lines", "a\r\nb\tc\u0000d", "a b c d"],
    ["space at its ends", " \n a ", "a"],
    ["as many characters as SNS takes", "x".repeat(99), "x".repeat(99)],
    ["too many characters", "x".repeat(150), `${"x".repeat(96)}...`],
    ["too many words", `${"x".repeat(80)} (RESTRICTED_BIZ_INITIATED)`, `${"x".repeat(80)}...`],
    ["a gap where it is cut", `${"x".repeat(95)} yyyy`, `${"x".repeat(95)}...`],
    ["nothing that can be shown", " \n", ""],
  ])("have a subject that SNS takes: %s", async (_, subject, taken) => {
    expect(await subjectOf(subject)).toBe(taken);
  });

  it("lose the end of a text that is larger than SNS takes, and no half character stays", async () => {
    await notifications().send({ subject: "s", text: `${"x".repeat(254_999)}🙏${"x".repeat(100_000)}` });
    expect(endpoint.mails).toEqual([{ topicArn, subject: "s", message: `${"x".repeat(254_999)}…` }]);
  });

  it("fail when they were not taken", async () => {
    await expect(notifications(`${topicArn}-2`).send({ subject: "s", text: "t" })).rejects.toMatchObject({
      name: "NotFoundException",
    });
    endpoint.down = true;
    const same = notifications();
    await expect(same.send({ subject: "s", text: "t" })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 503 },
    });
    endpoint.down = false;
    await same.send({ subject: "s", text: "t" });
    expect(endpoint.mails).toHaveLength(1);
  });
});
