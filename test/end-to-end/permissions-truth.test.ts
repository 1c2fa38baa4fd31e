import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { LOCAL_CREDENTIALS } from "../../lib/simulator/aws/services.ts";
import { FakeCrm } from "../../lib/simulator/crm/fake-crm.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../lib/simulator/demo.ts";
import { EVENT_BUS, HANDOFF_TOPIC_ARN, SCHEDULE_ROLE_ARN, SECRET_ID } from "../../lib/simulator/lambda/environment.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../lib/simulator/lambda/function-names.ts";
import { type LocalStack, startStack } from "../../lib/simulator/stack.ts";
import { allows, covers, type Grant, policiesOf } from "../infra/policies.ts";
import { EVERYTHING, templateOf } from "../infra/synthesized.ts";
import { waitFor } from "../support/wait-for.ts";
import { driveEverything } from "./every-function.ts";

const SECRET = `whsec_${Buffer.from("a webhook secret of 32 bytes....").toString("base64")}`;
const local = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;

/** The local stack's counterpart of each resource that the template makes. */
const ARNS: Readonly<Record<string, string>> = {
  MessagesTable: local("dynamodb", "table/chatsby-whatsapp"),
  TurnsQueue: local("sqs", "turns.fifo"),
  DeliveriesQueue: local("sqs", "deliveries"),
  LeadsQueue: local("sqs", "leads"),
  CredentialsSecret: local("secretsmanager", `secret:${SECRET_ID}`),
  Events: local("events", `event-bus/${EVENT_BUS}`),
  HandoffTopic: HANDOFF_TOPIC_ARN,
  FollowUpsRole: SCHEDULE_ROLE_ARN,
};
const arnOf = (type: string, id: string) =>
  ["AWS::KMS::Key", "AWS::Logs::LogGroup"].includes(type) ? local(type === "AWS::KMS::Key" ? "kms" : "logs", id) : ARNS[id];

/** Granted, and yet called by no function: by whom, and why it must be there all the same. */
const CALLED_BY_AWS: readonly { action: RegExp; why: string }[] = [
  { action: /^logs:(CreateLogStream|PutLogEvents)$/, why: "Lambda writes a function's log by its role" },
  { action: /^xray:/, why: "Lambda traces an invocation by the function's role" },
  { action: /^kms:(Decrypt|GenerateDataKey)$/, why: "SNS encrypts what is published by the publisher's rights" },
  { action: /^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)$/, why: "Lambda reads a queue by the function's role" },
];

const asText = ({ action, resource }: { action: string; resource: string }) =>
  `${action} on ${resource.replace(/schedule\/(.+)\/.+/, "schedule/$1/…")}`;

/** The last of all: it is not done with before a later version comes. */
async function queueLaterStatus(endpoint: string): Promise<void> {
  const client = new SQSClient({ region: "us-east-1", endpoint, credentials: LOCAL_CREDENTIALS });
  await client.send(new SendMessageCommand({ QueueUrl: `${endpoint}/000000000000/deliveries`, MessageBody: '{"v":99}' }));
  client.destroy();
}

describe("what the functions do with AWS", () => {
  const grantsOf = policiesOf(templateOf({ ...EVERYTHING, stage: "local" }), arnOf);
  const made = new Map<FunctionName, Map<string, { action: string; resource: string; passedTo?: string }>>(
    FUNCTION_NAMES.map((name) => [name, new Map()]),
  );
  const callsOf = (name: FunctionName) => [...(made.get(name)?.values() ?? [])];
  const crm = new FakeCrm(SECRET);
  let stack: LocalStack | undefined;

  beforeAll(async () => {
    await crm.start();
    const reengagement = { name: "continue_chat", language: "en_US" };
    stack = await startStack({
      settings: {
        ...DEMO_SETTINGS,
        turns: { quietSeconds: 0, maxWaitSeconds: 0 },
        numbers: DEMO_SETTINGS.numbers.map((each) => (each.provider === "meta" ? { ...each, reengagement } : each)),
        leads: { webhook: { url: crm.url } },
        followUps: [{ afterHours: 1, text: "Did that help?" }],
      },
      secrets: { ...DEMO_SECRETS, leads: { webhookSecrets: [SECRET] } },
      onAwsCall: ({ function: name, ...call }) => made.get(name)?.set(asText(call), call),
    });
    await driveEverything(stack, crm);
    await queueLaterStatus(stack.endpoints.sqs);
    await waitFor("its return to the queue", () => callsOf("delivery").some(({ action }) => action === "sqs:ChangeMessageVisibility"));
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
    await crm.stop();
  });

  it("can be told apart only by credentials of the stack's own", async () => {
    await expect(startStack({ onAwsCall: () => {}, credentials: LOCAL_CREDENTIALS })).rejects.toThrow("leave out `credentials`");
  });

  it.each(FUNCTION_NAMES)("%s is allowed every call that it makes", (name) => {
    const calls = callsOf(name);
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.filter((call) => !allows(grantsOf(name), call)).map(asText)).toEqual([]);
  });

  it.each(FUNCTION_NAMES)("%s is allowed nothing that it has no use for", (name) => {
    const byAws = (grant: Grant) => CALLED_BY_AWS.some(({ action }) => action.test(grant.action));
    const idle = grantsOf(name).filter((grant) => !byAws(grant) && !callsOf(name).some((call) => covers(grant, call)));
    expect(idle.map(asText)).toEqual([]);
  });
});
