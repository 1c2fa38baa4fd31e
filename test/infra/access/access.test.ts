import { describe, expect, it } from "@jest/globals";
import { EVERYTHING, templateOf } from "../synthesized.ts";
import { accessOf, allowing, asText } from "./access.ts";
import { ACCOUNT, arn, REGION } from "./deployed-resources.ts";
import type { AwsRequest, Caller } from "./judge.ts";
import { idOf } from "./policies.ts";
import { callOf, keyRequests } from "./requests.ts";

const access = accessOf(
  templateOf({ ...EVERYTHING, stage: "prod", security: { customerManagedKey: true } }),
  "prod",
);
const { deployed, policies } = access;
const ANOTHER_ACCOUNT = "111111111111";

const allows = async (caller: Caller, request: AwsRequest) => (await access.judge(caller, request)).allowed;
const arnOf = (type: string, name: string) => deployed.arnOf(idOf(deployed, type, name));
const withContext = (request: AwsRequest, context: Record<string, string>): AwsRequest => ({
  ...request,
  context: { ...request.context, ...context },
});

describe("a follow-up's schedule", () => {
  const role = idOf(deployed, "AWS::IAM::Role", "FollowUpsRole");
  const group = arnOf("AWS::Scheduler::ScheduleGroup", "FollowUpsGroup");
  const send = callOf({ action: "sqs:SendMessage", resource: arnOf("AWS::SQS::Queue", "TurnsQueue") });
  const assume = ({ source = group, account = ACCOUNT } = {}): AwsRequest => ({
    action: "sts:AssumeRole",
    resource: deployed.arnOf(role),
    context: { "aws:SourceArn": source, "aws:SourceAccount": account },
  });
  const mayAssume = async (service: string, request: AwsRequest) =>
    (await access.judgeBy(policies.trustOf(role), { service }, request)).allowed;

  it("sends to the encrypted turns queue, and has rights to nothing else", async () => {
    const { refused, used } = await access.refusals(access.asRole(role), [send]);
    expect(keyRequests(deployed, send)).toHaveLength(2);
    expect(refused).toEqual([]);
    expect(allowing(policies.ofRole(role)).filter((sid) => !used.has(sid))).toEqual([]);
  });

  it("sends only over TLS, and uses the key only by way of the queue", async () => {
    expect(await allows(access.asRole(role), withContext(send, { "aws:SecureTransport": "false" }))).toBe(
      false,
    );
    for (const request of keyRequests(deployed, send))
      expect(
        await allows(
          access.asRole(role),
          withContext(request, { "kms:ViaService": `s3.${REGION}.amazonaws.com` }),
        ),
      ).toBe(false);
  });

  it("has those rights only as a schedule of this stage's group in this account", async () => {
    const scheduler = "scheduler.amazonaws.com";
    expect(await mayAssume(scheduler, assume())).toBe(true);
    expect(await mayAssume(scheduler, assume({ source: `${group}-eu` }))).toBe(false);
    expect(await mayAssume(scheduler, assume({ account: ANOTHER_ACCOUNT }))).toBe(false);
    expect(await mayAssume("lambda.amazonaws.com", assume())).toBe(false);
  });
});

describe("the daily check", () => {
  const invoke = (source: string): AwsRequest => ({
    action: "lambda:InvokeFunction",
    resource: arnOf("AWS::Lambda::Function", "DailyCheckFunction"),
    context: { "aws:SourceArn": source },
  });
  const events = { service: "events.amazonaws.com" };

  it("is called by its own rule, and by no other", async () => {
    expect(await allows(events, invoke(arnOf("AWS::Events::Rule", "DailyCheckSchedule")))).toBe(true);
    expect(await allows(events, invoke(arn("events", "rule/Another")))).toBe(false);
    expect(await allows({ service: "apigateway.amazonaws.com" }, invoke(arn("events", "rule/Another")))).toBe(
      false,
    );
  });
});

describe("functions' roles", () => {
  const roles = deployed
    .ofType("AWS::Lambda::Function")
    .map(({ properties: { Role } }) => deployed.text(Role));

  it("are each one function's own, and assumed by Lambda alone", async () => {
    expect(new Set(roles).size).toBe(roles.length);
    for (const { id } of deployed
      .ofType("AWS::IAM::Role")
      .filter((each) => roles.includes(deployed.arnOf(each.id)))) {
      const request = { action: "sts:AssumeRole", resource: deployed.arnOf(id) };
      const by = async (service: string) =>
        (await access.judgeBy(policies.trustOf(id), { service }, request)).allowed;
      expect([await by("lambda.amazonaws.com"), await by("scheduler.amazonaws.com")]).toEqual([true, false]);
    }
  });
});

describe("alarms", () => {
  const cloudwatch = { service: "cloudwatch.amazonaws.com" };
  const alarms = ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"].flatMap((type) =>
    deployed.ofType(type),
  );
  const publications = alarms.flatMap(({ id, properties: { AlarmActions } }) =>
    [AlarmActions ?? []].flat().map((topic): AwsRequest => {
      const circumstances = { "aws:SourceArn": deployed.arnOf(id), "aws:SourceAccount": ACCOUNT };
      return withContext(callOf({ action: "sns:Publish", resource: deployed.text(topic) }), circumstances);
    }),
  );
  const [publication] = publications;

  /** CloudWatch encrypts as itself, not through another service. */
  const keyUses = (request: AwsRequest) =>
    keyRequests(deployed, request).map(({ action, resource }) => ({
      action,
      resource,
      context: { "aws:SourceAccount": ACCOUNT },
    }));

  it("all reach people: CloudWatch may publish to their topic and use its key", async () => {
    expect(publications.length).toBeGreaterThan(20);
    for (const request of publications.flatMap((each) => [each, ...keyUses(each)]))
      expect({ request: asText(request), allowed: await allows(cloudwatch, request) }).toMatchObject({
        allowed: true,
      });
  });

  it("of another account, or in the clear, do not", async () => {
    if (!publication) throw new Error("no alarm tells anybody");
    expect(keyUses(publication)).toHaveLength(2);
    for (const request of [publication, ...keyUses(publication)])
      expect(await allows(cloudwatch, withContext(request, { "aws:SourceAccount": ANOTHER_ACCOUNT }))).toBe(
        false,
      );
    expect(await allows(cloudwatch, withContext(publication, { "aws:SecureTransport": "false" }))).toBe(
      false,
    );
  });

  it("publish to no other topic", async () => {
    const handoffs = arnOf("AWS::SNS::Topic", "HandoffTopic");
    expect(
      await allows(
        cloudwatch,
        withContext(callOf({ action: "sns:Publish", resource: handoffs }), { "aws:SourceAccount": ACCOUNT }),
      ),
    ).toBe(false);
  });
});

describe("a key of the business", () => {
  const key = arnOf("AWS::KMS::Key", "EncryptionKey");
  const logs = { service: `logs.${REGION}.amazonaws.com` };
  const use = (action: string, group: string, resource = key): AwsRequest => ({
    action: `kms:${action}`,
    resource,
    ...(action !== "DescribeKey" && {
      context: { "kms:EncryptionContext:aws:logs:arn": group.replace(/:\*$/, "") },
    }),
  });
  const USES = ["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey"];

  it("encrypts every log group of the stack, for CloudWatch Logs", async () => {
    const groups = deployed.ofType("AWS::Logs::LogGroup");
    expect(groups.length).toBe(9);
    for (const { id, properties } of groups) {
      expect(deployed.text(properties.KmsKeyId)).toBe(key);
      for (const action of USES) expect(await allows(logs, use(action, deployed.arnOf(id)))).toBe(true);
    }
  });

  it.each([
    ["another stack", arn("logs", "log-group:AnotherStack-Logs")],
    [
      "a stage whose name begins alike",
      arn("logs", "log-group:ChatsbyWhatsapp-prod-eu-WebhookLogs1A2B3C4D-a1B2c3D4e5F6"),
    ],
    [
      "a stage with two hyphens",
      arn("logs", "log-group:ChatsbyWhatsapp-prod-eu-2-WebhookLogs1A2B3C4D-a1B2c3D4e5F6"),
    ],
    ["the API of such a stage", arn("logs", "log-group:/aws/vendedlogs/apigateway/ChatsbyWhatsapp-prod-eu")],
    ["another account", arn("logs", "log-group:ChatsbyWhatsapp-prod-Logs").replace(ACCOUNT, ANOTHER_ACCOUNT)],
  ])("encrypts no log group of %s", async (_, group) => {
    for (const action of USES) expect(await allows(logs, use(action, group))).toBe(false);
  });

  it("encrypts the log groups of a stage with a hyphen in its name", async () => {
    const stage = accessOf(
      templateOf({ ...EVERYTHING, stage: "prod-eu", security: { customerManagedKey: true } }),
      "prod-eu",
    );
    const itsKey = stage.deployed.arnOf(idOf(stage.deployed, "AWS::KMS::Key", "EncryptionKey"));
    for (const { id } of stage.deployed.ofType("AWS::Logs::LogGroup"))
      for (const action of USES)
        expect(await stage.judge(logs, use(action, stage.deployed.arnOf(id), itsKey))).toMatchObject({
          allowed: true,
        });
  });

  it("is used by no role of the stack but by way of the services that store things", async () => {
    for (const { id } of deployed.ofType("AWS::IAM::Role"))
      for (const action of ["Decrypt", "GenerateDataKey", "Encrypt"])
        expect({
          id,
          ...(await access.judge(access.asRole(id), { action: `kms:${action}`, resource: key })),
        }).toMatchObject({
          allowed: false,
        });
  });

  it("is under the control of the account's administrators", async () => {
    const administrator: Caller = {
      role: "Administrator",
      identity: {
        Version: "2012-10-17",
        Statement: [{ Sid: "all", Effect: "Allow", Action: "*", Resource: "*" }],
      },
    };
    for (const { id } of deployed.ofType("AWS::KMS::Key"))
      expect(
        await allows(administrator, { action: "kms:ScheduleKeyDeletion", resource: deployed.arnOf(id) }),
      ).toBe(true);
  });
});

describe("queues and topics", () => {
  it("all refuse callers without TLS, whatever their permissions", async () => {
    const identity = {
      Version: "2012-10-17" as const,
      Statement: [{ Sid: "all", Effect: "Allow" as const, Action: "*", Resource: "*" }],
    };
    const requests = [
      ...deployed
        .ofType("AWS::SQS::Queue")
        .map(({ id }) => callOf({ action: "sqs:SendMessage", resource: deployed.arnOf(id) })),
      ...deployed
        .ofType("AWS::SNS::Topic")
        .map(({ id }) => callOf({ action: "sns:Publish", resource: deployed.arnOf(id) })),
    ];
    expect(requests).toHaveLength(8);
    for (const request of requests) {
      const caller = { role: "Administrator", identity };
      expect(await allows(caller, request)).toBe(true);
      expect(await allows(caller, withContext(request, { "aws:SecureTransport": "false" }))).toBe(false);
    }
  });
});
