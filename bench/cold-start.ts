import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import * as z from "zod/mini";
import { bundleFunctions } from "../infra/bundles/bundle.ts";
import { VARIABLES } from "../lib/config/deployment/variables.ts";
import { settingsSchema } from "../lib/config/settings/settings-schema.ts";
import { signMetaBody } from "../lib/providers/meta/webhook/signature.ts";
import { startAwsStub } from "./aws-stub.ts";
import { startInstantServers } from "./instant-servers.ts";
import { type Cold, measureOnce } from "./measure.ts";
import { ASKING, aQuestion, TURN } from "./turn.ts";

const SECRET = {
  meta: { appSecrets: ["bench"], verifyToken: "v", accessToken: "t" },
  chatsby: { apiKey: "k" },
  actions: { tokens: ["bench-actions-token"] },
  leads: { webhookSecrets: ["whsec_YmVuY2gtbGVhZHMtc2VjcmV0LW9mLXRoZS1iZW5jaA=="] },
  identityKey: "bench-identity-key",
};
const WARM_CALLS = 50;

const NUMBER = {
  name: "support",
  provider: "meta",
  phoneNumberId: "310000000000007",
  agentId: "agent_1a2b3c4d5e",
};

const BODY = JSON.stringify({
  object: "whatsapp_business_account",
  entry: [
    {
      id: "210000000000001",
      changes: [
        {
          field: "messages",
          value: {
            messaging_product: "whatsapp",
            metadata: { display_phone_number: "15550100200", phone_number_id: NUMBER.phoneNumberId },
            contacts: [{ profile: { name: "Bench" }, wa_id: "15550177001", user_id: "US.1" }],
            messages: [
              {
                from: "15550177001",
                from_user_id: "US.1",
                id: "wamid.bench",
                timestamp: "1795430001",
                type: "text",
                text: { body: "Hello" },
              },
            ],
          },
        },
      ],
    },
  ],
});

const sqsEvent = (body: object) => ({
  Records: [
    {
      messageId: "1",
      receiptHandle: "r",
      body: JSON.stringify({ v: 1, ...body }),
      attributes: { MessageGroupId: "g", ApproximateReceiveCount: "1" },
    },
  ],
});

const HTTP_EVENT = {
  version: "2.0",
  rawPath: "/webhooks/meta",
  rawQueryString: "",
  headers: { "x-hub-signature-256": signMetaBody(Buffer.from(BODY), "bench") },
  requestContext: { http: { method: "POST" } },
  body: BODY,
  isBase64Encoded: false,
};

const STAFF_EVENT = {
  ...HTTP_EVENT,
  rawPath: "/conversations/handoffs",
  requestContext: {
    http: { method: "GET" },
    authorizer: { iam: { userArn: "arn:aws:iam::000000000000:user/bench" } },
  },
};

/** What open pages ask all day. */
const INBOX_EVENT = {
  ...HTTP_EVENT,
  rawPath: "/inbox/api/changes",
  requestContext: {
    http: { method: "GET" },
    authorizer: { jwt: { claims: { username: "bench", "cognito:groups": "[staff]" } } },
  },
};

const ACTION_EVENT = {
  ...HTTP_EVENT,
  rawPath: "/agent-actions/lead",
  headers: { authorization: "Bearer bench-actions-token" },
  body: JSON.stringify({ session_id: "15550177001", email: "dana@example.com" }),
};

/** What each function is first called with: a customer's message, a wake-up with nothing left to do and one with a question, a status, an empty list, nothing new, a lead of nobody. */
const EVENTS: Record<string, object> = {
  webhook: HTTP_EVENT,
  worker: sqsEvent({ kind: "wake", conversation: "c", number: "support", message: "wamid.bench" }),
  [TURN]: sqsEvent({ kind: "wake", conversation: ASKING, number: NUMBER.name }),
  delivery: sqsEvent({
    provider: "meta",
    businessNumber: NUMBER.phoneNumberId,
    id: "wamid.out",
    state: "delivered",
    reference: "cw1.c.t.0.1",
  }),
  operator: STAFF_EVENT,
  inbox: INBOX_EVENT,
  "agent-actions": ACTION_EVENT,
  "lead-webhook": sqsEvent({ conversation: "c", revision: 1 }),
};

export type Subject = { name: string; entry: string; kilobytes: number };

/** One cold start and the warm calls after it, in every round. */
export type Measured = { subject: Subject; rounds: readonly Cold[] };

/** Runs once a day, for a minute: nobody waits for its start. */
const RARE: ReadonlySet<string> = new Set(["daily-check"]);

type Options = {
  rounds: number;
  /** Default: all functions. */
  names?: readonly string[];
  /** What others have built, by name. */
  peers?: readonly Subject[];
};

/** Every function, beside a bare handler and one with only the two SDK clients. In each round they take turns. */
export async function measureColdStarts({ rounds, names, peers = [] }: Options): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), "chatsby-bench-"));
  const aws = await startAwsStub(JSON.stringify(SECRET), [aQuestion(NUMBER.name)]);
  let replies = 0;
  const { graph, agent } = await startInstantServers(0, ({ kind }) => {
    if (kind === "sent") replies++;
  });
  try {
    const bundles = await bundleFunctions({ outdir: folder, ...(names && { names }) });
    const references = ["bare", "two-clients"] as const;
    const { metafile } = await build({
      entryPoints: references.map((name) => `bench/reference/${name}.ts`),
      outdir: join(folder, "reference"),
      outExtension: { ".js": ".mjs" },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      target: "node24",
      mainFields: ["module", "main"],
      metafile: true,
    });
    const sizes = Object.entries(metafile.outputs);
    const subjects: Subject[] = [
      ...references.map((name) => ({
        name,
        entry: join(folder, "reference", `${name}.mjs`),
        kilobytes: (sizes.find(([file]) => file.endsWith(`${name}.mjs`))?.[1].bytes ?? 0) / 1000,
      })),
      ...peers,
      ...bundles
        .filter(({ name }) => !RARE.has(name))
        .flatMap(({ name, entry, bytes }) =>
          (name === "worker" ? [name, TURN] : [name]).map((subject) => ({
            name: subject,
            entry,
            kilobytes: bytes / 1000,
          })),
        ),
    ];
    const eventFor = (name: string) => join(folder, `${name}.json`);
    for (const { name } of subjects)
      await writeFile(eventFor(name), JSON.stringify(EVENTS[name] ?? HTTP_EVENT));
    const settings = join(folder, "settings.json");
    await writeFile(
      settings,
      JSON.stringify(
        z.parse(settingsSchema, {
          numbers: [NUMBER],
          leads: { webhook: { url: "http://localhost/leads" } },
          meta: { graphUrl: graph.url },
          chatsby: { apiUrl: agent.url },
        }),
      ),
    );
    const certificate = join(folder, "certificate.pem");
    await writeFile(certificate, aws.certificate);
    const env = {
      NODE_EXTRA_CA_CERTS: certificate,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      AWS_ENDPOINT_URL: aws.url,
      POWERTOOLS_SERVICE_NAME: "webhook",
      POWERTOOLS_METRICS_NAMESPACE: "ChatsbyWhatsapp",
      [VARIABLES.settings]: settings,
      [VARIABLES.secretId]: "secret",
      [VARIABLES.tableName]: "table",
      [VARIABLES.turnsQueueUrl]: `${aws.url}/000000000000/turns.fifo`,
      [VARIABLES.deliveriesQueueUrl]: `${aws.url}/000000000000/deliveries`,
      [VARIABLES.publicUrl]: "http://localhost",
      [VARIABLES.eventBusName]: "bus",
      [VARIABLES.handoffTopicArn]: "arn:aws:sns:us-east-1:000000000000:handoffs",
      [VARIABLES.leadsQueueUrl]: `${aws.url}/000000000000/leads`,
      [VARIABLES.filesUrl]: `${aws.url}/files`,
      [VARIABLES.userPoolId]: "us-east-1_bench",
      [VARIABLES.signInClientId]: "bench",
      [VARIABLES.signInIssuer]: "http://localhost/us-east-1_bench",
      [VARIABLES.signInUrl]: "http://localhost",
    };
    const measured = subjects.map((subject) => ({ subject, rounds: [] as Cold[] }));
    for (let round = 0; round < rounds; round++)
      for (const { subject, rounds: done } of measured)
        done.push(await measureOnce(subject.entry, eventFor(subject.name), env, WARM_CALLS));
    const turns = measured.some(({ subject }) => subject.name === TURN) ? rounds * (1 + WARM_CALLS) : 0;
    if (replies !== turns) throw new Error(`${replies} replies left in ${turns} turns`);
    return measured;
  } finally {
    aws.stop();
    await Promise.all([graph.stop(), agent.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}
