import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "@jest/globals";
import type {
  DynamoDbCalls,
  EventBridgeCalls,
  SecretsManagerCalls,
  SqsCalls,
} from "../../../lib/adapters/aws/calls.ts";
import { awsClient } from "../../../lib/adapters/aws/client.ts";
import { answer, type RawReply, startRawServer } from "../../support/raw-server.ts";
import { thinAwsAt } from "../../support/thin-aws.ts";

type Clients = {
  dynamodb: DynamoDbCalls;
  sqs: SqsCalls;
  secretsManager: SecretsManagerCalls;
  eventBridge: EventBridgeCalls;
};

const CLIENTS: Readonly<Record<"sdk" | "thin", (url: string) => Clients>> = {
  sdk(endpoint) {
    const place = {
      endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    };
    return {
      dynamodb: awsClient(DynamoDB, "request", place),
      sqs: awsClient(SQS, "request", place),
      secretsManager: awsClient(SecretsManager, "request", place),
      eventBridge: awsClient(EventBridge, "request", place),
    };
  },
  thin: (url) => thinAwsAt(url),
};

const putItem = ({ dynamodb }: Clients) =>
  dynamodb.putItem({
    TableName: "t",
    Item: { pk: { S: "Grüße 🙏" }, sk: { N: "1" } },
    ConditionExpression: "attribute_not_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });

const query = ({ dynamodb }: Clients) =>
  dynamodb.query({ TableName: "t", KeyConditionExpression: "pk = :pk" });

const ENTRIES = [
  { Id: "0", MessageBody: '{"v":1}', MessageGroupId: "g", MessageDeduplicationId: "d" },
  { Id: "1", MessageBody: "Grüße" },
];
const sendBatch = ({ sqs }: Clients) =>
  sqs.sendMessageBatch({ QueueUrl: "http://127.0.0.1:9/0/q", Entries: ENTRIES });
const hide = ({ sqs }: Clients) =>
  sqs.changeMessageVisibility({ QueueUrl: "q", ReceiptHandle: "r", VisibilityTimeout: 1 });

const getSecret = ({ secretsManager }: Clients) => secretsManager.getSecretValue({ SecretId: "Grüße" });
const publish = ({ eventBridge }: Clients) =>
  eventBridge.putEvents({
    Entries: [
      { EventBusName: "b", Source: "s", DetailType: "t", Detail: "{}", Time: new Date(1_795_430_001_250) },
    ],
  });

const refusal = (status: number, type: string, more: object = {}, headers = {}) =>
  answer(status, { __type: type, message: "m", ...more }, headers);
const D = "com.amazonaws.dynamodb.v20120810#";
const OK = answer(200, {});
const inTime = (milliseconds: number) => new Date(Date.now() + milliseconds).toUTCString();

/** Server's replies, and a call. */
const CASES: Readonly<Record<string, readonly [RawReply[], (clients: Clients) => Promise<unknown>]>> = {
  "an empty answer": [[answer(200, "")], putItem],
  "items and numbers": [
    [
      answer(200, {
        Items: [{ pk: { S: "Grüße 🙏" }, n: { N: "12345678901234567890" }, b: { BOOL: true } }],
        Count: 1,
      }),
    ],
    query,
  ],
  "a condition that does not hold": [
    [refusal(400, `${D}ConditionalCheckFailedException`, { Item: { pk: { S: "a" } } })],
    putItem,
  ],
  "a condition that does not hold, from an emulator": [
    [refusal(400, `${D}ConditionalCheckFailedException`)],
    putItem,
  ],
  "a wrong request": [[refusal(400, "com.amazon.coral.validate#ValidationException")], putItem],
  "a right that is missing": [[refusal(400, "com.amazon.coral.service#AccessDeniedException")], putItem],
  "a token that has expired": [[refusal(400, "com.amazon.coral.service#ExpiredTokenException")], putItem],
  "a table that does not exist": [[refusal(400, `${D}ResourceNotFoundException`)], putItem],
  "an error that only the header names": [
    [answer(400, {}, { "x-amzn-errortype": "SomethingException:http://x/" })],
    putItem,
  ],
  "throttling, once": [[refusal(400, `${D}ThrottlingException`), OK], putItem],
  "too little throughput, once": [[refusal(400, `${D}ProvisionedThroughputExceededException`), OK], putItem],
  "throttling again and again": [[refusal(400, `${D}ThrottlingException`)], putItem],
  "429, once": [[refusal(429, "Whatever"), OK], putItem],
  "500, once": [[refusal(500, `${D}InternalServerError`), OK], putItem],
  "500 again and again": [[refusal(500, `${D}InternalServerError`)], putItem],
  "503 without a name, once": [[answer(503, {}), OK], putItem],
  "501": [[answer(501, {})], putItem],
  "a connection that is cut, once": [["cut", OK], putItem],
  "a service that is silent, once": [["hang", OK], putItem],
  "a service that is silent": [["hang"], putItem],
  "a clock that is late, once": [
    [refusal(400, "InvalidSignatureException", {}, { date: inTime(3_600_000) }), OK],
    putItem,
  ],
  "a clock that is early, once": [
    [refusal(400, "InvalidSignatureException", {}, { date: inTime(-3_600_000) }), OK],
    putItem,
  ],
  "a wrong signature at the right time": [
    [refusal(400, "InvalidSignatureException", {}, { date: inTime(0) }), OK],
    putItem,
  ],
  "a queue that takes only some": [
    [answer(200, { Successful: [], Failed: [{ Id: "1", SenderFault: true, Code: "InternalError" }] })],
    sendBatch,
  ],
  "a queue that stored something else": [
    [answer(200, { Successful: [{ Id: "0", MessageId: "m", MD5OfMessageBody: "0".repeat(32) }] })],
    sendBatch,
  ],
  "a queue that does not exist": [
    [
      refusal(
        400,
        "com.amazonaws.sqs#QueueDoesNotExist",
        {},
        {
          "x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender",
        },
      ),
    ],
    hide,
  ],
  "a secret": [[answer(200, { SecretString: "Grüße", ARN: "a" })], getSecret],
  "a secret that does not exist": [[refusal(400, "ResourceNotFoundException")], getSecret],
  "events of which one is refused": [
    [answer(200, { FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalException" }] })],
    publish,
  ],
  "a receipt that is not valid any more": [
    [
      refusal(
        400,
        "com.amazonaws.sqs#ReceiptHandleIsInvalid",
        {},
        { "x-amzn-query-error": "ReceiptHandleIsInvalid;Sender" },
      ),
    ],
    hide,
  ],
};

const plain = (value: unknown) => JSON.parse(JSON.stringify({ ...(value as object), $metadata: undefined }));
const facts = (error: unknown) => {
  const { name, Item } = error as Error & { Item?: unknown };
  return { error: name, ...(Item !== undefined && { Item }) };
};

async function run(
  kind: keyof typeof CLIENTS,
  replies: readonly RawReply[],
  call: (clients: Clients) => Promise<unknown>,
) {
  const server = await startRawServer(replies);
  try {
    const ended = await call(CLIENTS[kind](server.url)).then(plain, facts);
    return {
      ended,
      requests: server.seen.map(({ headers, body }) => ({
        target: headers["x-amz-target"],
        type: headers["content-type"],
        signedFor: /\/\d{8}\/([\w/-]+),/.exec(headers.authorization ?? "")?.[1],
        body: JSON.parse(Buffer.from(body, "latin1").toString("utf8")),
        skewMinutes: Math.round(minutesAhead(headers["x-amz-date"] ?? "")),
      })),
    };
  } finally {
    server.stop();
  }
}

function minutesAhead(stamp: string) {
  const iso = stamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z");
  return (Date.parse(iso) - Date.now()) / 60_000;
}

describe("the thin client", () => {
  it.concurrent.each(Object.entries(CASES))("does what the SDK does after %s", async (_, [replies, call]) => {
    const [sdk, thin] = await Promise.all([run("sdk", replies, call), run("thin", replies, call)]);
    expect(thin).toEqual(sdk);
  });
});
