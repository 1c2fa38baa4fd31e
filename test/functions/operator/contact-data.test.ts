import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "@jest/globals";
import { dynamodbAllowance, dynamodbCampaigns } from "../../../lib/adapters/dynamodb/campaigns.ts";
import { dynamodbControls } from "../../../lib/adapters/dynamodb/controls.ts";
import { dynamodbConversations } from "../../../lib/adapters/dynamodb/conversations.ts";
import { dynamodbDelayedAnswers } from "../../../lib/adapters/dynamodb/delayed-answers.ts";
import { dynamodbHistory } from "../../../lib/adapters/dynamodb/erasure/history.ts";
import { dynamodbHandoffs } from "../../../lib/adapters/dynamodb/handoffs.ts";
import { dynamodbDirectory } from "../../../lib/adapters/dynamodb/inbox/directory.ts";
import { dynamodbLeads } from "../../../lib/adapters/dynamodb/leads.ts";
import { dynamodbLedger } from "../../../lib/adapters/dynamodb/ledger.ts";
import { dynamodbLinks } from "../../../lib/adapters/dynamodb/links.ts";
import { dynamodbFailureCounts } from "../../../lib/adapters/dynamodb/numbers/failure-counts.ts";
import { dynamodbRollouts } from "../../../lib/adapters/dynamodb/numbers/rollouts.ts";
import { dynamodbSwitches } from "../../../lib/adapters/dynamodb/numbers/switches.ts";
import { dynamodbOptIns } from "../../../lib/adapters/dynamodb/opt-ins.ts";
import { dynamodbOutbox } from "../../../lib/adapters/dynamodb/outbox.ts";
import { shareOptIns } from "../../../lib/application/identity/share-opt-ins.ts";
import type { ConversationId } from "../../../lib/domain/ids.ts";
import { crashing } from "../../support/crashing.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { localTable } from "../../support/local-table.ts";
import { anEntry, aText, unique } from "../../support/make.ts";
import { STAFF } from "../../support/operator-event.ts";
import {
  conversationFor,
  DANA,
  type OperatorWorld,
  operatorWorld,
  operatorWorldOn,
  SALES,
  SUPPORT,
} from "../../support/operator-world.ts";

const PERSONAL = /15550177001|15550170000|Dana|41002003|US\.OLD|Canada|discount/;

type World = OperatorWorld & { /** All that is kept, keys included. */ everything(): Promise<string> };

function inMemory(): World {
  const world = operatorWorld();
  return {
    ...world,
    everything: async () =>
      JSON.stringify(Object.values(world.table).map((part) => (part instanceof Map ? [...part] : []))),
  };
}

const aws = localTable();

async function inDynamoDb(): Promise<World> {
  const clock = new FakeClock();
  const table = { client: aws.thin.dynamodb, tableName: unique("table"), retentionDays: 30, clock };
  await makeTable(aws.dynamodb, table.tableName);
  const world = operatorWorldOn(clock, {
    ledger: dynamodbLedger(table),
    controls: dynamodbControls(table),
    links: dynamodbLinks(table),
    outbox: dynamodbOutbox(table),
    directory: dynamodbDirectory(table),
    leads: dynamodbLeads(table),
    handoffList: dynamodbHandoffs(table),
    history: dynamodbHistory(table),
    campaigns: dynamodbCampaigns(table),
    allowance: dynamodbAllowance(table),
    switches: dynamodbSwitches(table),
    rollouts: dynamodbRollouts(table),
    optIns: dynamodbOptIns(table),
    conversations: dynamodbConversations(table),
    delayedAnswers: dynamodbDelayedAnswers(table),
    failureCounts: dynamodbFailureCounts(table),
  });
  const everything = async () =>
    JSON.stringify((await aws.dynamodb.send(new ScanCommand({ TableName: table.tableName }))).Items);
  return { ...world, everything };
}

/**
 * Dana wrote under an older id first, then under today's, and to the other number too; was handed over,
 * written to, is a lead, and has agreed to offers.
 */
async function dana(world: World) {
  const now = await world.aConversationWith();
  const former = await world.aConversationWith(
    { userId: "US.OLD", phone: "15550170000", profileName: "Dana Test" },
    SUPPORT,
    {
      movedTo: now,
    },
  );
  const change = {
    kind: "identity-change" as const,
    previousUserId: "US.OLD",
    userId: "US.41002003004005006007",
  };
  await world.ledger.record(
    anEntry(former, { message: aText({ customer: { userId: "US.OLD" }, content: change }) }),
  );
  const sales = await world.aConversationWith({ phone: "15550177001", profileName: "Dana Test" }, SALES);
  for (const conversation of [now, former]) {
    await world.ports.leads.merge(
      conversation,
      SUPPORT,
      { name: { value: "Dana Test", source: "profile" } },
      world.clock.now(),
    );
    await world.ports.handoffList.add({
      id: `h-${conversation}`,
      reason: "agent",
      since: world.clock.now(),
      summary: "Dana: discount",
      origin: conversation,
    });
  }
  await world.call(`POST /conversations/${now}/pause`, { summary: "Dana wants a discount" });
  await world.call(`POST /conversations/${now}/reply`, { text: "Hello Dana" });
  await world.call("POST /conversations/templates", {
    number: "sales",
    contact: "+15550177001",
    template: { name: "order_update", values: { "1": "Dana" } },
  });
  await world.call("POST /conversations/opt-ins", {
    number: "support",
    contact: "+15550177001",
    source: "Dana's form",
    text: "Offers",
  });
  return { now, former, sales, byPhone: conversationFor(SUPPORT, { phone: "15550177001" }) };
}

describe.each([
  ["in memory", async () => inMemory()],
  ["in DynamoDB", inDynamoDb],
])("what is stored about a contact, %s", (_, aWorld) => {
  it("is exported whole: every number, also under former ids, readable and as stored", async () => {
    const world = await aWorld();
    const { now, former, sales, byPhone } = await dana(world);
    const { status, json } = await world.call("POST /conversations/export", { contact: "+15550177001" });
    expect(status).toBe(200);
    expect(json.exportedAt).toBe(world.clock.now());
    const found = new Map<string, Record<string, unknown>>(
      json.conversations.map((each: { conversation: string }) => [each.conversation, each]),
    );
    expect([...found.keys()].sort()).toEqual([now, former, sales, byPhone].sort());
    expect(found.get(now)).toMatchObject({
      state: { customer: DANA, handoff: { summary: "Dana wants a discount" } },
      transcript: [{ from: "customer", text: "Do you ship to Canada?" }],
      acts: [{ what: "pause" }, { what: "reply" }],
      lead: { fields: { name: { value: "Dana Test" } } },
      optIns: [{ source: "Dana's form" }],
    });
    expect(JSON.stringify(found.get(now)?.items)).toContain("Hello Dana");
    expect((await world.ports.history.acts(former)).map(({ by, what }) => ({ by, what }))).toEqual([
      { by: STAFF, what: "export" },
    ]);
  });

  it("is exported page by page where one answer cannot hold it, each answer within Lambda's limit, and nothing twice", async () => {
    const world = await aWorld();
    const { now, sales } = await dana(world);
    const text = 'x"é'.repeat(1_000);
    for (let index = 0; index < 500; index++)
      await world.ledger.record(
        anEntry(now, { message: aText({ customer: DANA, text: `${text}${index}`, sentAt: index }) }),
      );
    const pages: {
      exportedAt: number;
      cursor?: string;
      conversations: { conversation: string; items: unknown[]; transcript: { text: string }[] }[];
    }[] = [];
    for (
      let cursor: string | undefined;
      pages.length === 0 || cursor !== undefined;
      cursor = pages.at(-1)?.cursor
    ) {
      world.clock.time += 1_000;
      const { status, json } = await world.call("POST /conversations/export", {
        contact: "+15550177001",
        ...(cursor && { cursor }),
      });
      expect(status).toBe(200);
      expect(Buffer.byteLength(JSON.stringify({ body: JSON.stringify(json) }))).toBeLessThan(6_000_000);
      pages.push(json);
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(new Set(pages.map(({ exportedAt }) => exportedAt)).size).toBe(1);
    const parts = pages.flatMap(({ conversations }) => conversations);
    const said = parts
      .filter(({ conversation }) => conversation === now)
      .flatMap(({ transcript }) => transcript.map((each) => each.text));
    expect(said.filter((each) => each.startsWith(text))).toHaveLength(500);
    expect(new Set(said).size).toBe(said.length);
    expect(parts.map(({ conversation }) => conversation)).toContain(sales);
    // The export itself is recorded once.
    expect((await world.ports.history.acts(now)).filter(({ what }) => what === "export")).toHaveLength(1);
  });

  it.each([
    "",
    "no cursor",
    Buffer.from("{}").toString("base64url"),
    Buffer.from('{"exportedAt":1,"conversations":["../x"]}').toString("base64url"),
  ])("is not exported by a cursor that was not issued before (%s)", async (cursor) => {
    const world = await aWorld();
    await dana(world);
    const { status, json } = await world.call("POST /conversations/export", {
      contact: "+15550177001",
      cursor,
    });
    expect([status, json.error]).toEqual([400, "bad-cursor"]);
  });

  it("is erased completely: nothing personal is left, the erasure is recorded, and an opt-out stays", async () => {
    const world = await aWorld();
    const { now, former, sales, byPhone } = await dana(world);
    const referral = { headline: "Dana's lamps" };
    await world.ledger.record(anEntry(now, { message: aText({ customer: DANA, referral }) }));
    await world.ports.controls.changeConsent(sales, {
      id: "w",
      action: "stop",
      scope: "all",
      source: "word",
      at: world.clock.now(),
    });
    expect(await world.everything()).toMatch(PERSONAL);
    const { status, json } = await world.call("POST /conversations/forget", {
      contact: "US.41002003004005006007",
    });
    expect(status).toBe(200);
    const erased: { conversation: ConversationId; erased: number }[] = json.conversations;
    expect(erased.map(({ conversation }) => conversation).sort()).toEqual(
      [now, former, sales, byPhone].sort(),
    );
    for (const each of erased) expect(each.erased).toBeGreaterThan(0);
    expect(await world.everything()).not.toMatch(PERSONAL);
    expect((await world.ports.controls.read(sales)).optedOutAt).toBeDefined();
    for (const each of [now, former])
      expect((await world.call(`GET /conversations/${each}`)).status).toBe(404);
    expect((await world.call("GET /conversations/handoffs")).json.handoffs).toEqual([]);
    expect(await world.ports.history.acts("*")).toContainEqual({
      at: world.clock.now(),
      by: STAFF,
      what: "forget",
      detail: now,
    });
  });

  it("is exported and erased without what is kept of the person who has the phone since", async () => {
    const world = await aWorld();
    const { byPhone } = await dana(world);
    const robin = await world.aConversationWith({ userId: "US.7", phone: "15550177001" });
    await shareOptIns(world.ports, robin, byPhone);
    const optIn = { number: "support", source: "Robin's form", text: "Offers" };
    await world.call("POST /conversations/opt-ins", { ...optIn, contact: "US.7" });
    const contact = "US.41002003004005006007";
    const { json } = await world.call("POST /conversations/export", { contact });
    expect(JSON.stringify(json)).toContain("Dana's form");
    expect(JSON.stringify(json)).not.toContain("Robin's form");
    await world.call("POST /conversations/forget", { contact });
    for (const id of [robin, byPhone])
      expect((await world.ports.optIns.find(id))?.optIns).toMatchObject([{ source: "Robin's form" }]);
    expect(await world.everything()).not.toContain("Dana's form");
  });

  it("of one number, or of one conversation, leaves the other alone", async () => {
    const world = await aWorld();
    const { sales, now } = await dana(world);
    await world.call("POST /conversations/forget", { contact: "+15550177001", number: "sales" });
    expect((await world.ports.controls.read(sales)).customer).toBeUndefined();
    expect((await world.ports.controls.read(now)).customer).toBeDefined();
    const other = await aWorld();
    const conversations = await dana(other);
    await other.call("POST /conversations/forget", { contact: conversations.sales });
    expect((await other.ports.controls.read(conversations.now)).customer).toBeDefined();
  });

  it.each(["+15550177001", "US.2"])("by %s takes in nothing of who had the phone before", async (contact) => {
    for (const left of [false, true]) {
      const world = operatorWorld();
      const byPhone = await world.aConversationWith({ phone: "15550177001" });
      const former = await world.aConversationWith({
        userId: "US.1",
        phone: left ? "15550177009" : "15550177001",
      });
      await world.mergeInto(former, byPhone);
      const owner = await world.aConversationWith({ userId: "US.2", phone: "15550177001" });
      const { json } = await world.call("POST /conversations/export", { contact });
      expect(json.conversations.map(({ conversation }: { conversation: string }) => conversation)).toEqual([
        owner,
      ]);
      const forgotten = await world.call("POST /conversations/forget", { contact });
      expect(
        forgotten.json.conversations.map(({ conversation }: { conversation: string }) => conversation),
      ).toEqual([owner]);
      expect((await world.ports.controls.read(former)).customer).toBeDefined();
    }
  });

  it("by the former owner's user id takes in nothing of who has the phone since", async () => {
    const world = operatorWorld();
    const former = await world.aConversationWith({ userId: "US.1", phone: "15550177001" });
    await world.aConversationWith({ userId: "US.2", phone: "15550177001" });
    const { json } = await world.call("POST /conversations/export", { contact: "US.1" });
    expect(json.conversations.map(({ conversation }: { conversation: string }) => conversation)).toEqual([
      former,
    ]);
  });

  it("includes, by the conversation alone too, what went to the bare phone before the customer was known by a user id", async () => {
    const world = await aWorld();
    const template = { name: "order_update", values: { "1": "Dana" } };
    await world.call("POST /conversations/templates", {
      number: "support",
      contact: "+15550177001",
      template,
    });
    const conversation = await world.aConversationWith();
    expect(
      (await world.call("POST /conversations/export", { contact: conversation })).json.conversations,
    ).toHaveLength(2);
    await world.call("POST /conversations/forget", { contact: conversation });
    expect(await world.everything()).not.toMatch(PERSONAL);
  });

  it("includes a template that waits for somebody who has never written", async () => {
    const world = await aWorld();
    const template = { name: "order_update", values: { "1": "Dana" } };
    await world.call("POST /conversations/templates", {
      number: "support",
      contact: "+15550177001",
      template,
    });
    expect(
      (await world.call("POST /conversations/export", { contact: "+15550177001" })).json.conversations,
    ).toHaveLength(1);
    expect((await world.call("POST /conversations/forget", { contact: "+15550177001" })).status).toBe(200);
    expect(await world.everything()).not.toMatch(PERSONAL);
  });

  it.each(["export", "forget"])(
    "is 404 on %s when it is nothing, and nothing is kept of the question",
    async (act) => {
      const world = await aWorld();
      const empty = await world.everything();
      expect(await world.call(`POST /conversations/${act}`, { contact: "+15550177001" })).toMatchObject({
        status: 404,
        json: { error: "unknown-contact" },
      });
      expect(await world.everything()).toBe(empty);
    },
  );

  it("shows the conversation from before the customer's id changed, too", async () => {
    const world = await aWorld();
    const { former } = await dana(world);
    const { json } = await world.call(`GET /conversations/${former}`);
    expect(json.transcript).toMatchObject([
      { text: "Do you ship to Canada?" },
      { text: "Do you ship to Canada?" },
    ]);
    expect(
      (await world.call(`GET /conversations/${former}`, undefined, { query: { messages: "1" } })).json
        .transcript,
    ).toHaveLength(1);
  });
});

describe("what is stored about a contact", () => {
  it("is erased after a death at any step once it is asked for again, by the same id", async () => {
    let points = 0;
    for (const contact of ["+15550177001", "US.41002003004005006007", "US.OLD", "+15550170000"])
      for (const when of ["before", "after"] as const)
        for (let at = 0; ; at++) {
          const world = inMemory();
          const conversations = Object.values(await dana(world));
          const dying = crashing(world.ports, at, when);
          const first = await world.callWith(dying.ports, "POST /conversations/forget", { contact });
          if (first.status === 200) break;
          points++;
          // 404 when the first attempt had erased all and only its answer was lost.
          expect([200, 404]).toContain((await world.call("POST /conversations/forget", { contact })).status);
          expect(await world.everything()).not.toMatch(PERSONAL);
          const acts = await world.ports.history.acts("*");
          expect(new Set(acts.map(({ detail }) => detail))).toEqual(new Set(conversations));
        }
    expect(points).toBeGreaterThan(100);
  });
});
