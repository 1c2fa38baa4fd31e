import { describe, expect, it } from "@jest/globals";
import { CALL_LIMITS } from "../../../lib/adapters/aws/call-limits.ts";
import { AwsRefusal } from "../../../lib/adapters/aws/read-answer.ts";
import { thinAws } from "../../../lib/adapters/aws/thin.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import { aConversation, anEntry } from "../../support/make.ts";
import { answer, type RawReply, startRawServer } from "../../support/raw-server.ts";
import { thinAwsAt } from "../../support/thin-aws.ts";

const OK = answer(200, { Item: { pk: { S: "a" } } });
const KEY = { TableName: "t", Key: { pk: { S: "a" } } };

type Server = Awaited<ReturnType<typeof startRawServer>>;

async function withServer<Result>(replies: readonly RawReply[], use: (server: Server) => Promise<Result>) {
  const server = await startRawServer(replies);
  try {
    return await use(server);
  } finally {
    server.stop();
  }
}

/** How a call ends, and after how many requests. */
const readAfter = (...replies: readonly RawReply[]) =>
  withServer(replies, async ({ url, seen }) => {
    const ended = await thinAwsAt(url)
      .dynamodb.getItem(KEY)
      .then(
        ({ Item }) => Item?.pk?.S,
        ({ name }: Error) => name,
      );
    return [ended, seen.length];
  });

describe("an answer that does not come whole", () => {
  it.concurrent.each<[string, RawReply]>([
    [
      "is cut in the middle",
      { bytes: 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"Item":', close: true },
    ],
    ["has more than its length says", answer(200, { Item: { pk: { S: "a" } } }, { "content-length": "10" })],
    ["has less than its length says", answer(200, { Item: { pk: { S: "a" } } }, { "content-length": "90" })],
    ["is no HTTP", { bytes: "SSH-2.0-OpenSSH_9.6\r\n\r\n" }],
    ["is no JSON", answer(200, "<html>")],
    [
      "ends before its last chunk",
      { bytes: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{", close: true },
    ],
  ])("because it %s is asked for again, on another connection", async (_, broken) => {
    expect(await readAfter(broken, OK)).toEqual(["a", 2]);
  });

  it("is an error when it is broken again", async () => {
    expect(await readAfter("cut")).toEqual(["ConnectionError", 2]);
    expect(await readAfter(answer(200, "<html>"))).toEqual(["BrokenAnswer", 2]);
  });

  it("is an error when nothing listens", async () => {
    const url = await withServer([], async (server) => server.url);
    await expect(thinAwsAt(url).dynamodb.getItem(KEY)).rejects.toMatchObject({
      name: "ConnectionError",
      code: "ECONNREFUSED",
    });
  });
});

describe("a write whose answer was lost", () => {
  it("counts as a repeat, so that the message is queued again", async () => {
    const there = {
      __type: "x#ConditionalCheckFailedException",
      Item: { pk: { S: "a" }, pendingAt: { S: "1" } },
    };
    await withServer(["cut", answer(400, there)], async ({ url }) => {
      const ledger = dynamodbLedger({ client: thinAwsAt(url).dynamodb, tableName: "t", retentionDays: 8 });
      expect(await ledger.record(anEntry(aConversation()))).toBe("unanswered");
    });
  });
});

describe("a connection", () => {
  it("goes to an IPv6 address too", async () => {
    const url = await withServer([OK], async (server) => server.url.replace("127.0.0.1", "[::1]"));
    // Nothing listens there any more; a machine without IPv6 says so.
    await expect(thinAwsAt(url).dynamodb.getItem(KEY)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT)$/),
    });
  });

  it("serves one call after the other", async () => {
    await withServer([OK], async ({ url, seen }) => {
      const dynamodb = thinAwsAt(url).dynamodb;
      for (let call = 0; call < 3; call++) await dynamodb.getItem(KEY);
      expect(seen.map(({ connection }) => connection)).toEqual([1, 1, 1]);
    });
  });

  it("is replaced when the service has closed it meanwhile", async () => {
    await withServer([OK], async ({ url, seen, closeConnections }) => {
      const dynamodb = thinAwsAt(url).dynamodb;
      await dynamodb.getItem(KEY);
      closeConnections();
      expect((await dynamodb.getItem(KEY)).Item).toEqual({ pk: { S: "a" } });
      expect(seen.map(({ connection }) => connection)).toEqual([1, 2]);
    });
  });

  it("that is found dead takes the other idle ones along, so that two attempts are enough", async () => {
    // Three connections, then the next request on any of them is cut.
    await withServer([OK, OK, OK, "cut", OK], async ({ url, seen }) => {
      const dynamodb = thinAwsAt(url).dynamodb;
      await Promise.all([1, 2, 3].map(() => dynamodb.getItem(KEY)));
      expect((await dynamodb.getItem(KEY)).Item).toEqual({ pk: { S: "a" } });
      expect(seen.at(-1)?.connection).toBe(4);
    });
  });
});

describe("a refusal", () => {
  it("keeps no text of AWS, which may quote what was sent", async () => {
    const said = { __type: "x#ValidationException", message: "+15550177001 is not valid" };
    await withServer([answer(400, said)], async ({ url }) => {
      const error = await thinAwsAt(url)
        .dynamodb.getItem(KEY)
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AwsRefusal);
      expect(`${(error as Error).stack}${JSON.stringify(error)}`).not.toContain("15550177001");
      expect(error).toMatchObject({ name: "ValidationException", status: 400 });
    });
  });
});

describe("who calls", () => {
  const environment = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "k", AWS_SECRET_ACCESS_KEY: "s" };
  const headersOf = (more: Readonly<Record<string, string>>) =>
    withServer([OK], async ({ url, seen }) => {
      const parts = { callProfile: "request", now: Date.now, random: Math.random } as const;
      const aws = thinAws({ ...parts, environment: { ...environment, AWS_ENDPOINT_URL: url, ...more } });
      await aws.dynamodb.getItem(KEY);
      return seen[0]?.headers ?? {};
    });

  it("is Lambda's role with its session token, which is signed", async () => {
    const headers = await headersOf({ AWS_SESSION_TOKEN: "token" });
    expect(headers["x-amz-security-token"]).toBe("token");
    expect(headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=k\/.*SignedHeaders=[^,]*x-amz-security-token/,
    );
  });

  it("passes Lambda's trace on, with which Lambda stops loops, and does not sign it", async () => {
    const trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:a87bd80c:0";
    const headers = await headersOf({ AWS_LAMBDA_FUNCTION_NAME: "f", _X_AMZN_TRACE_ID: trace });
    expect(headers["x-amzn-trace-id"]).toBe(trace);
    expect(headers.authorization).not.toContain("trace");
    expect(await headersOf({ _X_AMZN_TRACE_ID: trace })).not.toHaveProperty("x-amzn-trace-id");
  });

  it("is asked of no other place when the environment does not say it", () => {
    const parts = { callProfile: "request", now: Date.now, random: Math.random } as const;
    expect(() => thinAws({ ...parts, environment: { AWS_REGION: "us-east-1" } })).toThrow(
      "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing",
    );
  });
});

describe("the time of an attempt", () => {
  it("leaves room for the next one", () => {
    for (const { attemptMs, callMs } of [CALL_LIMITS.request, CALL_LIMITS.work])
      expect(attemptMs * 2).toBeLessThanOrEqual(callMs);
  });
});
