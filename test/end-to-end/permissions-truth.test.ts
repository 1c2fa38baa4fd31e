import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { FUNCTION_NAMES, type FunctionName } from "../../lib/config/deployment/function-names.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { LOCAL_CREDENTIALS } from "../../local/aws/services.ts";
import { FakeCrm } from "../../local/crm/fake-crm.ts";
import { DEMO_MEDIA, DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { startStack } from "../../local/stack.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { synthesizedStack } from "../../local/template/synthesize.ts";
import { type Access, accessOf, allowing } from "../infra/access/access.ts";
import type { AwsRequest } from "../infra/access/judge.ts";
import { callOf, keyRequests, lambdaRequests } from "../infra/access/requests.ts";
import { EVERYTHING } from "../infra/sample-settings.ts";
import { localArns } from "../support/local-arns.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";
import { waitFor } from "../support/wait-for.ts";
import { driveEverything } from "./every-function.ts";

const SECRET = `whsec_${Buffer.from("a webhook secret of 32 bytes....").toString("base64")}`;
const SETTINGS = { ...DEMO_SETTINGS, ...EVERYTHING };
/** The local stack's counterpart of each resource in the template. */
const ARNS = await localArns(SETTINGS);

async function accessWith(settings: SettingsFile): Promise<Access> {
  const { template } = await synthesizedStack(completeSettings(settings, "the settings"));
  return accessOf({ toJSON: () => template }, "local", ARNS);
}
const [AWS_KEYS, OWN_KEY] = [
  await accessWith(SETTINGS),
  await accessWith({ ...SETTINGS, security: { customerManagedKey: true } }),
];

const functionOf = ({ deployed }: Access, name: FunctionName): string => {
  const isIt = ({ properties: { Environment } }: { properties: Record<string, unknown> }) =>
    JSON.stringify(Environment).includes(`"POWERTOOLS_SERVICE_NAME":"${name}"`);
  const [found, ...others] = deployed.ofType("AWS::Lambda::Function").filter(isIt);
  if (!found || others.length > 0) throw new Error(`The template has not one function ${name}.`);
  return found.id;
};

/** Each function has a separate role: no other gets its permissions. */
const roleOf = (access: Access, name: FunctionName): string => {
  const { deployed } = access;
  const role = deployed.text(deployed.propertiesOf(functionOf(access, name)).Role);
  const [found] = deployed.ofType("AWS::IAM::Role").filter(({ id }) => deployed.arnOf(id) === role);
  if (!found) throw new Error(`${name} has no role of this stack.`);
  return found.id;
};

/** What a function does with services that the local stack does not have. */
const NOT_EMULATED: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  "daily-check": ["Allow cloudwatch:GetMetricData on *"],
};

/**
 * With another context. The key of a topic has no condition: it encrypts messages on their way, and nothing
 * stored.
 */
function underOtherCircumstances({ action, resource, context = {} }: AwsRequest): AwsRequest[] {
  const but = (changed: Record<string, string>) => ({
    action,
    resource,
    context: { ...context, ...changed },
  });
  const via = context["kms:ViaService"];
  return [
    // The policy of a topic asks for TLS where something is published.
    ...(/^(sqs:|s3:|sns:Publish)/.test(action) ? [but({ "aws:SecureTransport": "false" })] : []),
    ...(action === "iam:PassRole" ? [but({ "iam:PassedToService": "lambda.amazonaws.com" })] : []),
    ...(via !== undefined && !via.startsWith("sns.")
      ? [but({ "kms:ViaService": "ec2.us-east-1.amazonaws.com" })]
      : []),
  ];
}

/** Last: it waits for a later version. */
async function queueLaterStatus(endpoint: string): Promise<void> {
  const client = new SQSClient({ region: "us-east-1", endpoint, credentials: LOCAL_CREDENTIALS });
  await client.send(
    new SendMessageCommand({ QueueUrl: `${endpoint}/000000000000/deliveries`, MessageBody: '{"v":99}' }),
  );
  client.destroy();
}

describe("what the functions do with AWS", () => {
  const made = new Map<FunctionName, Map<string, AwsRequest>>(
    FUNCTION_NAMES.map((name) => [name, new Map()]),
  );
  const callsOf = (name: FunctionName) => [...(made.get(name)?.values() ?? [])];
  const crm = new FakeCrm(SECRET);
  let stack: LocalStack | undefined;

  beforeAll(async () => {
    await crm.start();
    const reengagement = { name: "continue_chat", language: "en_US" };
    stack = await startBuiltStack({
      settings: {
        ...DEMO_SETTINGS,
        // The agent comes back before its attempts are used up.
        turns: { quietSeconds: 0, maxWaitSeconds: 0, agentAttempts: 10 },
        numbers: DEMO_SETTINGS.numbers.map((each) =>
          each.provider === "meta" ? { ...each, reengagement } : each,
        ),
        leads: { webhook: { url: crm.url } },
        followUps: [{ afterHours: 1, text: "Did that help?" }],
        media: DEMO_MEDIA,
      },
      secrets: { ...DEMO_SECRETS, leads: { webhookSecrets: [SECRET] } },
      onAwsCall: ({ function: name, ...call }) => made.get(name)?.set(JSON.stringify(call), callOf(call)),
    });
    await driveEverything(stack, crm);
    await queueLaterStatus(stack.endpoints.sqs);
    await waitFor("its return to the queue", () =>
      callsOf("delivery").some(({ action }) => action === "sqs:ChangeMessageVisibility"),
    );
    // What was recorded is judged without its threads.
    await stack.stop();
  }, 120_000);
  afterAll(async () => {
    await stack?.stop();
    await crm.stop();
  });

  it("can be told apart only by credentials of the stack's own", async () => {
    await expect(startStack({ onAwsCall: () => {}, credentials: LOCAL_CREDENTIALS })).rejects.toThrow(
      "leave out `credentials`",
    );
  });

  it.each(FUNCTION_NAMES)("%s makes calls that are recorded", (name) => {
    expect(callsOf(name).length).toBeGreaterThan(1);
  });

  describe.each([
    ["AWS's keys", AWS_KEYS],
    ["a key of the business", OWN_KEY],
  ])("with %s", (_, access) => {
    const requestsOf = (name: FunctionName) => [
      ...callsOf(name),
      ...lambdaRequests(access.deployed, functionOf(access, name)),
    ];
    const callerOf = (name: FunctionName) => access.asRole(roleOf(access, name));

    it.each(FUNCTION_NAMES)(
      "%s is allowed every call that it makes, and what AWS does in its name",
      async (name) => {
        expect((await access.refusals(callerOf(name), requestsOf(name))).refused).toEqual([]);
      },
    );

    it.each(FUNCTION_NAMES)("%s is allowed nothing that it has no use for", async (name) => {
      const { used } = await access.refusals(callerOf(name), requestsOf(name));
      const idle = allowing(access.policies.ofRole(roleOf(access, name))).filter((sid) => !used.has(sid));
      expect(idle.map(access.policies.describe)).toEqual(NOT_EMULATED[name] ?? []);
    });

    it.each(FUNCTION_NAMES)("%s is refused the same calls under other circumstances", async (name) => {
      for (const request of requestsOf(name).flatMap((each) => [each, ...keyRequests(access.deployed, each)]))
        for (const other of underOtherCircumstances(request))
          expect({ other, ...(await access.judge(callerOf(name), other)) }).toMatchObject({ allowed: false });
    });
  });
});
