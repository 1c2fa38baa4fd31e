import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as z from "zod/mini";
import { startAwsStub } from "../../bench/aws-stub.ts";
import { VARIABLES } from "../../lib/config/deployment/variables.ts";
import { timeouts } from "../../lib/config/derived/limits.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { signMetaBody } from "../../lib/providers/meta/webhook/signature.ts";
import { Instance } from "../../local/lambda/instance.ts";
import { messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import { builtFunctions } from "../support/built-functions.ts";
import { startUnhelpful } from "../support/unhelpful-server.ts";

const SECRET = {
  meta: { appSecrets: ["app-secret"], verifyToken: "v", accessToken: "t" },
  chatsby: { apiKey: "k" },
  actions: { tokens: ["a-token-of-the-agent"] },
  leads: { webhookSecrets: ["whsec_YmVuY2gtbGVhZHMtc2VjcmV0LW9mLXRoZS1iZW5jaA=="] },
  identityKey: "an-identity-key-of-tests",
};
const NUMBER = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };
const settings = z.parse(settingsSchema, {
  numbers: [
    { name: "support", provider: "meta", phoneNumberId: NUMBER.phoneNumberId, agentId: "agent_1a2b3c4d5e" },
  ],
  leads: { webhook: { url: "http://127.0.0.1:9/leads" } },
});

const customer = { phone: "15550177001", name: "Dana" };
const body = JSON.stringify(
  messagesWebhook(NUMBER, customer, [
    metaMessage(customer, "wamid.1", 1_795_430_001_000, { type: "text", text: { body: "Hello" } }),
  ]),
);
const http = (method: "GET" | "POST", rawPath: string, text: string, headers: Record<string, string>) => ({
  version: "2.0",
  rawPath,
  rawQueryString: "",
  headers,
  requestContext: {
    http: { method },
    authorizer: { iam: { userArn: "arn:aws:iam::000000000000:user/ann" } },
  },
  body: text,
  isBase64Encoded: false,
});
const queued = (message: object) => ({
  Records: [
    {
      messageId: "m1",
      receiptHandle: "r",
      body: JSON.stringify({ v: 1, ...message }),
      attributes: { MessageGroupId: "g", ApproximateReceiveCount: "1" },
    },
  ],
});
const webhook = http("POST", "/webhooks/meta", body, {
  "x-hub-signature-256": signMetaBody(Buffer.from(body), "app-secret"),
});
const status = {
  provider: "meta",
  businessNumber: NUMBER.phoneNumberId,
  id: "wamid.out",
  state: "failed",
  reference: "cw1.c.t.0.1",
};

/** Lambda's time for initialisation, besides the timeout. */
const INIT_SECONDS = 10;

/** The function, its event, the silent service, and how the function must ask for a redelivery. */
const CASES = [
  ["webhook", "SECRETS_MANAGER", webhook, 503],
  ["webhook", "DYNAMODB", webhook, 503],
  ["webhook", "SQS", webhook, 503],
  [
    "agent-actions",
    "DYNAMODB",
    http("POST", "/agent-actions/lead", '{"session_id":"s","email":"d@example.com"}', {
      authorization: "Bearer a-token-of-the-agent",
    }),
    503,
  ],
  ["operator", "DYNAMODB", http("GET", "/conversations/handoffs", "", {}), 503],
  [
    "worker",
    "SECRETS_MANAGER",
    queued({ kind: "wake", conversation: "c", number: "support", message: "wamid.1" }),
    "m1",
  ],
  [
    "worker",
    "DYNAMODB",
    queued({ kind: "wake", conversation: "c", number: "support", message: "wamid.1" }),
    "m1",
  ],
  ["delivery", "DYNAMODB", queued(status), "m1"],
  ["delivery", "SQS", queued(status), "m1"],
  ["lead-webhook", "DYNAMODB", queued({ conversation: "c", revision: 1 }), "m1"],
] as const;

describe("a function while a service of AWS accepts connections and never answers", () => {
  const folder = mkdtempSync(join(tmpdir(), "silent-aws-"));
  const settingsPath = join(folder, "settings.json");
  let functions: string;
  let aws: { url: string; stop(): void };
  let silent: { url: string; stop(): void };

  beforeAll(async () => {
    writeFileSync(settingsPath, JSON.stringify(settings));
    [functions, aws, silent] = await Promise.all([
      builtFunctions(),
      startAwsStub(JSON.stringify(SECRET)),
      startUnhelpful("says nothing"),
    ]);
  });
  afterAll(() => {
    aws.stop();
    silent.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function call(name: (typeof CASES)[number][0], service: string, event: object): Promise<unknown> {
    const instance = new Instance({
      name,
      entry: pathToFileURL(join(functions, name, "index.mjs")).href,
      timeoutSeconds: INIT_SECONDS + timeouts(settings)[name],
      onLine: () => undefined,
      environment: {
        AWS_REGION: "us-east-1",
        AWS_ACCESS_KEY_ID: "a",
        AWS_SECRET_ACCESS_KEY: "b",
        AWS_ENDPOINT_URL: aws.url,
        [`AWS_ENDPOINT_URL_${service}`]: silent.url,
        POWERTOOLS_METRICS_NAMESPACE: "tests",
        POWERTOOLS_SERVICE_NAME: name,
        [VARIABLES.settings]: settingsPath,
        [VARIABLES.secretId]: "secret",
        [VARIABLES.tableName]: "table",
        [VARIABLES.turnsQueueUrl]: `${service === "SQS" ? silent.url : aws.url}/0/turns.fifo`,
        [VARIABLES.deliveriesQueueUrl]: `${service === "SQS" ? silent.url : aws.url}/0/deliveries`,
        [VARIABLES.leadsQueueUrl]: `${aws.url}/0/leads`,
        [VARIABLES.publicUrl]: "http://localhost",
        [VARIABLES.eventBusName]: "bus",
        [VARIABLES.handoffTopicArn]: "arn:aws:sns:us-east-1:000000000000:handoffs",
      },
    });
    try {
      return await instance.invoke(event, "request-1");
    } finally {
      await instance.terminate();
    }
  }

  it("answers before its own time is over, so that the work comes again and nobody waits for longer", async () => {
    const ends = await Promise.all(
      CASES.map(async ([name, service, event, wanted]) => {
        const answer = await call(name, service, event).catch((error: unknown) => String(error));
        return { case: `${name}, ${service}`, answer, wanted };
      }),
    );
    for (const { answer, wanted, ...about } of ends)
      expect({ ...about, answer }).toMatchObject({
        answer:
          typeof wanted === "number"
            ? { statusCode: wanted }
            : { batchItemFailures: [{ itemIdentifier: wanted }] },
      });
  });
});
