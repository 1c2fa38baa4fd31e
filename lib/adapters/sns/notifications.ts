import type { SNSClient, SNSClientConfig } from "@aws-sdk/client-sns";
import type { Notifications } from "../../application/ports/control-ports.ts";
import type { CallProfile } from "../aws/call-limits.ts";
import { awsClient } from "../aws/client.ts";

/** SNS wants "less than 100 characters". */
const MAX_SUBJECT = 99;
const ELLIPSIS = "...";
/** SNS takes 256 KiB of text and subject together. */
const MAX_TEXT_BYTES = 255_000;

/** SNS takes ASCII without line breaks only: each run of other characters becomes one question mark. */
function subjectFor(subject: string): string {
  const whole = subject
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/[^ -~]+/g, "?")
    .trim();
  if (whole.length <= MAX_SUBJECT) return whole;
  const cut = whole.slice(0, MAX_SUBJECT - ELLIPSIS.length);
  // Between words, unless the last one is very long.
  const between = cut.replace(/ [^ ]{0,40}$/, "");
  return `${between.trim()}${ELLIPSIS}`;
}

/** By bytes, without half a character at the end. */
function textFor(text: string): string {
  const bytes = Buffer.from(text);
  return bytes.length <= MAX_TEXT_BYTES
    ? text
    : `${bytes
        .subarray(0, MAX_TEXT_BYTES)
        .toString("utf8")
        .replace(/\uFFFD+$/, "")}…`;
}

/**
 * The client is loaded with the first e-mail: most invocations send none.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function snsNotifications({
  topicArn,
  callProfile = "work",
  config = {},
}: {
  topicArn: string;
  callProfile?: CallProfile;
  config?: SNSClientConfig;
}): Notifications {
  let client: SNSClient | undefined;
  return {
    async send({ subject, text }) {
      const { PublishCommand, SNSClient } = await import("@aws-sdk/client-sns");
      client ??= awsClient(SNSClient, callProfile, config);
      const Subject = subjectFor(subject);
      await client.send(
        new PublishCommand({ TopicArn: topicArn, ...(Subject && { Subject }), Message: textFor(text) }),
      );
    },
  };
}
