import { createHash } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { selfSigned } from "../test/support/self-signed.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");

type Body = {
  Entries?: { Id: string; MessageBody: string }[];
  ExpressionAttributeValues?: { ":pk"?: { S?: string } };
};

/** An item that waits to be answered, for who asks for its partition. */
export type Waiting = { pk: { S: string } };

/** Answers the calls of every function's first run at once, so that a measurement sees our code and the SDK, not a database. */
const ANSWERS: Record<string, (body: Body, waiting: readonly Waiting[]) => unknown> = {
  "DynamoDB_20120810.GetItem": () => ({}),
  "DynamoDB_20120810.PutItem": () => ({}),
  "DynamoDB_20120810.UpdateItem": () => ({}),
  "DynamoDB_20120810.BatchGetItem": () => ({ Responses: {}, UnprocessedKeys: {} }),
  "DynamoDB_20120810.Query": ({ ExpressionAttributeValues: values }, waiting) => {
    const Items = waiting.filter(({ pk }) => pk.S === values?.[":pk"]?.S);
    return { Items, Count: Items.length, ScannedCount: Items.length };
  },
  "AWSEvents.PutEvents": ({ Entries = [] }) => ({
    FailedEntryCount: 0,
    Entries: Entries.map(() => ({ EventId: "1" })),
  }),
  "AmazonSQS.SendMessageBatch": ({ Entries = [] }) => ({
    Successful: Entries.map(({ Id, MessageBody }) => ({
      Id,
      MessageId: Id,
      MD5OfMessageBody: md5(MessageBody),
    })),
    Failed: [],
  }),
};

/**
 * One endpoint for DynamoDB, SQS and Secrets Manager; `secret` is what the last one gives out. With TLS, as AWS:
 * for a plain endpoint the SDK loads other modules. The caller trusts `certificate`.
 */
export async function startAwsStub(
  secret: string,
  waiting: readonly Waiting[] = [],
): Promise<{ url: string; certificate: string; stop(): void }> {
  const { key, cert } = selfSigned();
  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const target = String(request.headers["x-amz-target"]);
    const body: Body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const answer =
      target === "secretsmanager.GetSecretValue"
        ? { SecretString: secret }
        : ANSWERS[target]?.(body, waiting);
    response.writeHead(answer ? 200 : 400, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(answer ?? { __type: "UnknownOperationException" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    certificate: cert,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
