import { describe, expect, it } from "@jest/globals";
import { MAX_RECEIVES, timeouts } from "../../../lib/config/derived/limits.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { DEMO_SETTINGS } from "../../../local/demo.ts";
import { environmentOf } from "../../../local/lambda/environment.ts";
import { eventSourcePlans, functionPlans } from "../../../local/template/functions.ts";
import { queuePlans } from "../../../local/template/queues.ts";
import { tablePlans } from "../../../local/template/tables.ts";
import { changed, found, readTemplate, stackWith } from "./a-template.ts";

const EVERYTHING = {
  leads: { webhook: { url: "https://crm.example.org/hooks" } },
  followUps: [{ afterHours: 2, text: "Is there anything else?" }],
  security: { customerManagedKey: true },
  capacity: { webhookReserved: 3, webhookProvisioned: 1 },
};
const plain = await stackWith({ handoff: { remindAfterMinutes: 0 } });
const full = await stackWith(EVERYTHING);
const planOf = (stack: typeof plain, name: string) =>
  functionPlans(readTemplate(stack)).find((plan) => plan.name === name);

describe("the local stack, read from the template", () => {
  it("evaluates every property of every resource, whatever the settings", () => {
    for (const stack of [plain, full]) {
      const template = readTemplate(stack);
      const types = new Set(Object.values(stack.template.Resources).map(({ Type }) => Type));
      // A version of a function exists in AWS only.
      types.delete("AWS::Lambda::Alias");
      for (const type of types)
        for (const { properties, property } of template.resources(type))
          for (const name of Object.keys(properties)) expect(property(name)).toBeDefined();
    }
  });

  it("has the functions with the times and the memory that are deployed", () => {
    const limits = timeouts(completeSettings(DEMO_SETTINGS, "demo"));
    const plans = functionPlans(readTemplate(full));
    expect(plans).toHaveLength(8);
    for (const { name, timeoutSeconds } of plans)
      expect([name, timeoutSeconds]).toEqual([name, limits[name]]);
    expect(planOf(full, "webhook")).toMatchObject({
      memoryMegabytes: 1024,
      reserved: 3,
      handler: { file: "index", name: "handler" },
    });
    expect(planOf(plain, "webhook")).toMatchObject({ reserved: undefined });
  });

  it("gets the variables of the template, and only Lambda's own besides", () => {
    const urls = {
      dynamodb: "http://d",
      sqs: "http://q",
      secrets: "http://s",
      events: "http://e",
      sns: "http://n",
      scheduler: "http://t",
      cognito: "http://c",
    };
    const places = {
      urls,
      media: { url: "http://m" },
      signInUrl: "http://localhost:4001",
      filesUrl: "http://localhost:4002",
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
      folder: "/tmp/x",
    };
    const environment = (stack: typeof plain, name: string) => {
      const plan = planOf(stack, name);
      return plan && environmentOf(plan, places);
    };
    const worker = environment(full, "worker");
    expect(worker).toMatchObject({
      WA_SETTINGS: "/tmp/x/settings.json",
      PUBLIC_URL: "http://localhost:4000",
      POWERTOOLS_SERVICE_NAME: "worker",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "384",
      SCHEDULE_GROUP: "chatsby-whatsapp-local",
      LEADS_QUEUE_URL: expect.stringMatching(/^http:\/\/sqs\/LeadsQueue/),
      SECRET_ID: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:/),
    });
    expect(environment(plain, "inbox")).toMatchObject({
      USER_POOL_ID: expect.stringMatching(/^us-east-1_[0-9A-Za-z]+$/),
      SIGN_IN_CLIENT_ID: expect.stringMatching(/^[\w+]+$/),
      SIGN_IN_ISSUER: expect.stringMatching(/^http:\/\/localhost:4001\/us-east-1_/),
      SIGN_IN_URL: "http://localhost:4001",
      FILES_URL: "http://localhost:4002",
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: "http://c",
    });
    expect(worker).not.toHaveProperty("SIGN_IN_URL");
    for (const name of ["SCHEDULE_GROUP", "LEADS_QUEUE_URL"])
      expect(environment(plain, "worker")).not.toHaveProperty(name);
    expect(environment(full, "delivery")).not.toHaveProperty("SECRET_ID");
  });

  it("has the queues with the attributes that are deployed, but for how AWS encrypts them", () => {
    const plans = queuePlans(readTemplate(full));
    const names = ["turns", "deliveries", "leads"];
    expect(plans.map(({ key }) => key).toSorted()).toEqual(
      names.flatMap((name) => [name, `${name}DeadLetters`]).toSorted(),
    );
    const turns = plans.find(({ key }) => key === "turns");
    const { RedrivePolicy = "", ...attributes } = turns?.attributes() ?? {};
    expect(attributes).toEqual({
      FifoQueue: "true",
      ContentBasedDeduplication: "true",
      DeduplicationScope: "messageGroup",
      FifoThroughputLimit: "perMessageGroupId",
      DelaySeconds: "1",
      VisibilityTimeout: "150",
      MessageRetentionPeriod: "1209600",
    });
    expect(JSON.parse(RedrivePolicy)).toEqual({
      deadLetterTargetArn: expect.stringMatching(/:TurnsDeadLetters/),
      maxReceiveCount: MAX_RECEIVES.turns,
    });
    expect(plans.map(({ name }) => name).toSorted()).toEqual(
      ["deliveries", "deliveries-dlq", "leads", "leads-dlq", "turns-dlq.fifo", "turns.fifo"].toSorted(),
    );
  });

  it("has the table with the keys and the index that are deployed", () => {
    const index = [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "pendingAt", KeyType: "RANGE" },
    ];
    expect(tablePlans(readTemplate(full))).toMatchObject([
      { TableName: "chatsby-whatsapp", LocalSecondaryIndexes: [{ IndexName: "pending", KeySchema: index }] },
    ]);
  });

  it("feeds each queue to its function, as many batches at a time as are deployed", () => {
    const sources = eventSourcePlans(readTemplate(full));
    expect(
      sources.map(({ function: name, concurrency, batchSize, partialResponse }) => [
        name,
        concurrency,
        batchSize,
        partialResponse,
      ]),
    ).toEqual([
      ["lead-webhook", 2, 10, true],
      ["worker", 4, 10, true],
      ["delivery", 2, 10, true],
    ]);
    for (const { queueArn } of sources) expect(queueArn).toMatch(/:(Turns|Deliveries|Leads)Queue/);
    expect(eventSourcePlans(readTemplate(plain)).map(({ function: name }) => name)).toEqual([
      "worker",
      "delivery",
    ]);
  });

  it("has no output that the template does not have", () => {
    const { Outputs: { LeadsQueueUrl: removed, ...Outputs } = {}, ...template } = full.template;
    expect(removed).toBeDefined();
    expect(readTemplate(full).outputs().LeadsQueueUrl).toMatch(/^http:\/\/sqs\/LeadsQueue/);
    expect(readTemplate({ ...full, template: { ...template, Outputs } }).outputs()).not.toHaveProperty(
      "LeadsQueueUrl",
    );
  });

  it("has a secret whose name follows from its ARN, as in deployed stages", () => {
    const template = readTemplate(plain);
    const [secret] = template.resources("AWS::SecretsManager::Secret");
    expect(secret?.ref()).toBe(
      `arn:aws:secretsmanager:us-east-1:000000000000:secret:${template.outputs().SecretName}-000000`,
    );
  });
});

describe("what the local stack does not know", () => {
  const mapping = found(plain, "AWS::Lambda::EventSourceMapping", "Worker");
  const queue = found(plain, "AWS::SQS::Queue", "TurnsQueue");
  const worker = found(plain, "AWS::Lambda::Function", "Worker");

  it.each<[string, () => unknown, string]>([
    [
      "a setting of an event source",
      () =>
        eventSourcePlans(
          readTemplate(changed(plain, { [mapping.id]: withProperties(mapping, { FilterCriteria: {} }) })),
        ),
      `${mapping.id} (AWS::Lambda::EventSourceMapping): FilterCriteria: not known here`,
    ],
    [
      "a type of resource",
      () => valueIn({ Ref: "Bucket" }, { Bucket: { Type: "AWS::EFS::FileSystem" } }),
      `${worker.id} (AWS::Lambda::Function): Ref of Bucket (AWS::EFS::FileSystem) is not known here: add it to local/template/physical.ts`,
    ],
    [
      "an attribute",
      () => valueIn({ "Fn::GetAtt": [queue.id, "Colour"] }),
      `${worker.id} (AWS::Lambda::Function): ${queue.id}.Colour (AWS::SQS::Queue) is not known here`,
    ],
    [
      "a resource that is not there",
      () => valueIn({ Ref: "Nothing" }),
      "refers to Nothing, which the template does not have",
    ],
    [
      "a function without code of ours",
      () =>
        functionPlans(
          readTemplate(changed(plain, { [worker.id]: withProperties(worker, { Code: { ZipFile: "x" } }) })),
        ),
      `${worker.id} (AWS::Lambda::Function): its code is not a folder of functions/`,
    ],
    [
      "a condition",
      () =>
        queuePlans(readTemplate(changed(plain, { [queue.id]: { ...queue.resource, Condition: "IsProd" } }))),
      `${queue.id} (AWS::SQS::Queue): conditions are not known here`,
    ],
  ])("is reported with the resource's name: %s", (_, read, problem) => {
    expect(read).toThrow(problem);
  });

  function withProperties({ resource }: typeof worker, properties: Record<string, unknown>) {
    return { ...resource, Properties: { ...resource.Properties, ...properties } };
  }
  /** A variable of the worker. */
  function valueIn(value: unknown, more = {}) {
    const changedWorker = withProperties(worker, { Environment: { Variables: { X: value } } });
    const template = readTemplate(changed(plain, { ...more, [worker.id]: changedWorker }));
    return functionPlans(template).map((plan) => plan.environment());
  }
});
