import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { LOCAL_CREDENTIALS } from "../../local/aws/services.ts";
import { FakeCrm } from "../../local/crm/fake-crm.ts";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";
import { messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { atRest } from "../support/quiet-stack.ts";
import { conversationWith, customers, staffOf } from "../support/staff.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";
import { waitFor } from "../support/wait-for.ts";

const WEBHOOK_SECRET = `whsec_${Buffer.from("a webhook secret of 32 bytes....").toString("base64")}`;
const number = { phoneNumberId: "310000000000007", wabaId: "210000000000001", displayNumber: "15550100200" };

const crm = new FakeCrm(WEBHOOK_SECRET);
let local: LocalStack;
const stack = () => local;
const staff = staffOf(stack);
const somebody = customers("1555023");

beforeAll(async () => {
  await crm.start();
  local = await startBuiltStack({
    settings: {
      ...DEMO_SETTINGS,
      turns: { quietSeconds: 0, maxWaitSeconds: 0 },
      leads: { webhook: { url: crm.url } },
    },
    secrets: { ...DEMO_SECRETS, leads: { webhookSecrets: [WEBHOOK_SECRET] } },
  });
});
afterAll(async () => {
  await local.stop();
  await crm.stop();
});

const texts = ({ phone }: SimulatedCustomer) =>
  stack()
    .meta.phone.replies(phone)
    .map(({ text }) => text);
const leadEvents = (customer: SimulatedCustomer) =>
  stack().events.filter(
    ({ type, detail }) => type === "lead.captured" && detail.conversation === conversationWith(customer),
  );

async function everythingStored(): Promise<string> {
  const client = new DynamoDBClient({
    region: "us-east-1",
    endpoint: stack().endpoints.dynamodb,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { Items } = await client.send(new ScanCommand({ TableName: "chatsby-whatsapp" }));
  client.destroy();
  return JSON.stringify(Items);
}

describe("through the front door, a lead", () => {
  it("is captured with the ad it came from, grows with what the customer writes and the agent's action passes on, and reaches the CRM signed", async () => {
    const customer = somebody();
    await stack().meta.deliver(
      messagesWebhook(number, customer, [
        metaMessage(customer, "wamid.ad1", Date.now(), {
          type: "text",
          text: { body: "Hi, I saw your ad" },
          referral: {
            source_type: "ad",
            source_id: "ad-7",
            source_url: "https://fb.me/x",
            headline: "Lamps",
            ctwa_clid: "click-1",
          },
        }),
      ]),
    );
    await atRest(stack());
    await stack().meta.say(customer, "Please write to robin@example.com");
    await waitFor("two revisions or more", () => leadEvents(customer).length >= 2);
    await atRest(stack());
    const { body } = await staff.get(conversationWith(customer));
    expect(body.lead).toMatchObject({
      fields: {
        name: { value: customer.name, source: "profile" },
        phone: { value: `+${customer.phone}` },
        country: { value: "US" },
        email: { value: "robin@example.com" },
        adClickId: { value: "click-1", source: "referral" },
      },
    });
    const ids = leadEvents(customer).map(({ detail }) => detail.id);
    expect(new Set(ids).size).toBe(ids.length);
    await waitFor("the CRM", () => JSON.stringify(crm.received).includes("robin@example.com"));
    expect(crm.refused).toBe(0);
  });

  it("is posted again when the CRM was away, under the same id", async () => {
    const customer = somebody();
    crm.failures.push(503);
    await stack().meta.say(customer, "Do you ship to Canada?");
    await waitFor(
      "the CRM",
      () => crm.received.some(({ id }) => id === `${conversationWith(customer)}.1`),
      20,
    );
  }, 40_000);
});

describe("through the front door, a template", () => {
  const post = (customer: SimulatedCustomer, values: Record<string, string>, campaign?: string) =>
    staff.post("templates", {
      number: "support",
      contact: `+${customer.phone}`,
      template: { name: "appointment_reminder", language: "en_US", values },
      ...(campaign && { campaign }),
    });
  const VALUES = { first_name: "Robin", day: "Monday", time: "9:00" };

  it("reaches a customer who has never written, once however often it is asked for, and the mailing shows what became of it", async () => {
    const customer = somebody();
    expect((await post(customer, VALUES, "spring")).body.result).toBe("queued");
    expect((await post(customer, VALUES, "spring")).body.result).toBe("repeated");
    await waitFor("the template", () => texts(customer).length > 0);
    await atRest(stack());
    expect(texts(customer)).toEqual(["Hi Robin, see you in the shop on Monday at 9:00."]);
    const { body } = await staff.get("campaigns/spring");
    expect(body.counts).toMatchObject({ sent: 1, waiting: 0 });
  });

  it("is checked against how Meta has it approved, before anything is sent", async () => {
    const customer = somebody();
    const refused = await post(customer, { first_name: "Robin" });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body.problems)).toMatch(/day.*time/);
    expect(texts(customer)).toEqual([]);
  });

  it("to a customer who stopped marketing in WhatsApp fails later, and is the last", async () => {
    const customer = somebody();
    stack().meta.marketingStopped.add(customer.phone ?? "");
    stack().meta.templates = stack().meta.templates.map((each) =>
      each.name === "appointment_reminder" ? { ...each, category: "MARKETING" as const } : each,
    );
    await post(customer, VALUES, "summer");
    await waitFor("the failure", async () =>
      JSON.stringify((await staff.get("campaigns/summer")).body).includes("131050"),
    );
    expect((await post(customer, VALUES, "autumn")).body.result).toBe("skipped");
  });
});

describe("everything stored about a customer", () => {
  it("is exported and erased on demand; a late repeat of an old message is still a repeat", async () => {
    const customer = somebody();
    const message = messagesWebhook(number, customer, [
      metaMessage(customer, "wamid.toforget", Date.now(), {
        type: "text",
        text: { body: "My secret is a purple lamp" },
      }),
    ]);
    await stack().meta.deliver(message);
    await stack().meta.say(customer, "human");
    await atRest(stack());
    const exported = await staff.post("export", { contact: `+${customer.phone}` });
    expect(exported.status).toBe(200);
    for (const known of ["purple lamp", customer.name, `${customer.phone}`, "handoff"])
      expect(JSON.stringify(exported.body)).toContain(known);

    expect(await everythingStored()).toContain("purple lamp");
    expect((await staff.post("forget", { contact: `+${customer.phone}` })).status).toBe(200);
    const left = await everythingStored();
    for (const personal of ["purple lamp", customer.name, `${customer.phone}`])
      expect(left).not.toContain(personal);
    expect(left).toContain(conversationWith(customer));

    const before = texts(customer).length;
    await stack().meta.deliver(message);
    await atRest(stack());
    expect(texts(customer)).toHaveLength(before);
    expect((await staff.post("find", { contact: `+${customer.phone}` })).status).toBe(404);
  });
});

// Last: its dead letter stays, so the stack is never at rest again.
describe("a lead that was given up", () => {
  const wa = (...argv: string[]) => runCli([...argv, "--url", stack().url]);

  it("is seen by doctor and by redrive", async () => {
    const { LeadsQueueUrl, LeadsDeadLettersUrl } = stack().template.outputs();
    expect(LeadsQueueUrl).toBeDefined();
    const sqs = new SQSClient({
      endpoint: stack().endpoints.sqs,
      region: "us-east-1",
      credentials: LOCAL_CREDENTIALS,
    });
    await sqs.send(new SendMessageCommand({ QueueUrl: LeadsDeadLettersUrl, MessageBody: '{"v":99}' }));
    sqs.destroy();
    const { findings } = JSON.parse((await wa("doctor", "--json")).out);
    expect(findings).toContainEqual(expect.objectContaining({ check: "queue.leads", verdict: "problem" }));
    expect((await wa("redrive", "leads")).out).toContain("of about 1");
    expect((await stack().queueDepths()).leadsDeadLetters).toMatchObject({ ready: 1 });
  });
});
