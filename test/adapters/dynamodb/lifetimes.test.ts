import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { json, keys } from "../../../lib/adapters/dynamodb/items/items.ts";
import { type ConversationId, numberName } from "../../../lib/domain/ids.ts";
import { lived } from "../../contracts/history-contract.ts";
import { aConsentChange, aHandoff, aTurn, atOnce, NOW } from "../../contracts/store.ts";
import { makeTable } from "../../support/deployed-aws.ts";
import { FakeClock } from "../../support/fakes.ts";
import { localTable } from "../../support/local-table.ts";
import { aConversation } from "../../support/make.ts";
import { dynamodbStore } from "./dynamodb-store.ts";

const TableName = "messages";
const DAY = 86_400_000;
const aws = localTable();

beforeAll(async () => {
  await makeTable(aws.dynamodb, TableName);
});

function setUp() {
  const clock = new FakeClock();
  const store = dynamodbStore({ client: aws.thin.dynamodb, tableName: TableName, retentionDays: 30, clock });
  /** DynamoDB deletes the state some time after its end. */
  const expire = (conversation: ConversationId) =>
    aws.dynamodb.send(new DeleteItemCommand({ TableName, Key: keys.state(conversation) }));
  return { ...store, store, clock, expire };
}

describe("what has reached its end", () => {
  it("counts as gone, also before DynamoDB deletes it", async () => {
    const { store, clock, ...ports } = setUp();
    const conversation = aConversation();
    const { outbound, session, alias, handoff } = await lived(store, conversation);
    await ports.controls.resume(conversation, { at: NOW, how: "resume" });
    clock.time += 31 * DAY;
    expect(Object.keys(await ports.controls.read(conversation)).sort()).toEqual([
      "conversation",
      "endedHandoffs",
      "version",
    ]);
    expect(await ports.history.transcript([conversation])).toEqual([]);
    expect(await ports.history.acts(conversation)).toEqual([]);
    expect(await ports.history.everything(conversation)).toEqual([]);
    expect(await ports.outbox.find(conversation, outbound.id)).toBeUndefined();
    expect(await ports.leads.find(conversation)).toBeUndefined();
    expect(await ports.leads.list()).not.toMatchObject({
      leads: expect.arrayContaining([expect.objectContaining({ conversation })]),
    });
    expect(await ports.directory.bySession(session)).toEqual([]);
    expect(await ports.directory.byName(alias)).toBeUndefined();
    expect((await ports.handoffs.list()).map(({ id }) => id)).not.toContain(handoff.id);
    expect(
      await ports.conversations.save({ conversation, version: 1, sessionId: "new" }, ["opted-out", "paused"]),
    ).toBe("saved");
    expect(await ports.controls.read(conversation)).toMatchObject({ version: 2, sessionId: "new" });
    expect((await ports.controls.read(conversation)).customer).toBeUndefined();
  });

  it("does not come back to life with a pause", async () => {
    const { controls, conversations, clock } = setUp();
    const conversation = aConversation();
    await conversations.save(
      { conversation, version: 0, sessionId: "old", customer: { phone: "1" }, turn: aTurn() },
      [],
    );
    clock.time += 31 * DAY;
    const handoff = aHandoff(conversation);
    await controls.pause(conversation, handoff, NOW + 5);
    expect(await controls.read(conversation)).toEqual({
      conversation,
      version: 1,
      pausedAt: NOW,
      handoff,
      resumeAt: NOW + 5,
    });
  });

  it("leaves the customer's consent: an opt-out still counts a year later", async () => {
    const { controls, conversations, clock, expire } = setUp();
    const conversation = aConversation();
    const stop = aConsentChange("stop");
    await controls.changeConsent(conversation, stop);
    clock.time += 400 * DAY;
    await expire(conversation);
    expect(await controls.read(conversation)).toEqual({
      conversation,
      version: 0,
      optedOutAt: NOW,
      consentChange: stop,
    });
    expect((await conversations.load(conversation)).state.optedOutAt).toBe(NOW);
    await conversations.save({ conversation, version: 0, sessionId: "s" }, []);
    expect((await conversations.load(conversation)).state).toMatchObject({ sessionId: "s", optedOutAt: NOW });
    expect(await controls.changeConsent(conversation, aConsentChange("start", { at: clock.time }))).toBe(
      "changed",
    );
    expect((await conversations.load(conversation)).state.optedOutAt).toBeUndefined();
  });

  it("leaves the latest of many consent changes that came at once", async () => {
    const { controls, expire } = setUp();
    for (let round = 0; round < 4; round++) {
      const conversation = aConversation();
      await atOnce(8, (index) =>
        controls.changeConsent(
          conversation,
          aConsentChange(index % 2 === round % 2 ? "stop" : "start", { at: NOW + index }),
        ),
      );
      const before = await controls.read(conversation);
      expect(before.consentChange?.at).toBe(NOW + 7);
      await expire(conversation);
      expect(await controls.read(conversation)).toEqual(before);
    }
  });

  it("leaves it also where the customer went on under another id", async () => {
    const { controls, conversations, expire } = setUp();
    const [from, to] = [aConversation(), aConversation()];
    await controls.changeConsent(from, aConsentChange("stop", { scope: "templates" }));
    await conversations.mergeInto(to, await controls.read(from));
    await expire(to);
    expect((await conversations.load(to)).state.noTemplatesAt).toBe(NOW);
  });

  it("leaves it also where another conversation is merged into it that has an older consent change, or a lesser one", async () => {
    const { controls, conversations, expire } = setUp();
    for (const other of [
      aConsentChange("start", { at: NOW - 5 }),
      aConsentChange("stop", { scope: "templates", at: NOW + 5 }),
    ]) {
      const [from, to] = [aConversation(), aConversation()];
      await controls.changeConsent(to, aConsentChange("stop", { at: NOW }));
      await expire(to);
      await controls.changeConsent(from, other);
      await conversations.mergeInto(to, await controls.read(from));
      expect((await conversations.load(to)).state.optedOutAt).toBe(NOW);
      expect(await conversations.save((await conversations.load(to)).state, ["opted-out"])).toBe("opted-out");
    }
  });

  it("is extended for a lead that is still mentioned, although no fact is new", async () => {
    const { leads, clock } = setUp();
    const conversation = aConversation();
    const facts = { name: { value: "Dana", source: "agent" as const } };
    await leads.merge(conversation, numberName("support"), facts, NOW);
    clock.time += 20 * DAY;
    await leads.merge(conversation, numberName("support"), facts, clock.time);
    clock.time += 20 * DAY;
    expect(await leads.find(conversation)).toMatchObject({ revision: 1 });
    clock.time += 20 * DAY;
    await leads.published(conversation, 1);
    expect(await leads.merge(conversation, numberName("support"), facts, clock.time)).toMatchObject({
      revision: 1,
    });
    expect((await leads.find(conversation))?.published).toBeUndefined();
  });
});

describe("what the version before has written", () => {
  it("is read, saved and resumed", async () => {
    const { controls, conversations } = setUp();
    const conversation = aConversation();
    const turn = aTurn();
    const Item = {
      ...keys.state(conversation),
      v: { N: "1" },
      version: { N: "3" },
      sessionId: { S: "s" },
      customer: json({ phone: "1" }),
      lastInboundAt: { N: "7" },
      turn: json(turn),
      pausedAt: { N: "5" },
      expiresAt: { N: "9999999999" },
    };
    await aws.dynamodb.send(new PutItemCommand({ TableName, Item }));
    const { state } = await conversations.load(conversation);
    expect(state).toEqual({
      conversation,
      version: 3,
      sessionId: "s",
      customer: { phone: "1" },
      lastInboundAt: 7,
      turn,
      pausedAt: 5,
    });
    expect(await conversations.save(state, ["paused"])).toBe("paused");
    expect(await controls.resume(conversation, { at: NOW, how: "resume" })).toMatchObject({
      since: 5,
      origin: conversation,
    });
    expect(await conversations.save(state, ["paused"])).toBe("saved");
  });
});
