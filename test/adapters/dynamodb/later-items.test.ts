import { describe, expect, it } from "@jest/globals";
import { type Item, keys } from "../../../lib/adapters/dynamodb/items/items.ts";
import { NewerVersionError } from "../../../lib/application/ports/newer-version-error.ts";
import { answerConversation } from "../../../lib/application/turn/answer-conversation.ts";
import { engineWorld } from "../../support/engine-world.ts";
import * as written from "./every-item.ts";
import { itemTables, latestItems } from "./item-tables.ts";
import { expectAllRead } from "./read-every-item.ts";

const { conversation, number, NOW } = written;
const aTable = itemTables();

const FUTURE = { future: { M: { any: { S: "thing" } } } };
/** With an attribute, and a field in each JSON value, that this release does not know. */
const withMore = (item: Item): Item => ({
  ...Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      value.S?.startsWith("{") ? { S: JSON.stringify({ ...JSON.parse(value.S), future: "field" }) } : value,
    ]),
  ),
  ...FUTURE,
});

describe("items of a later release that only say more", () => {
  it("are read as if they did not", async () => {
    const { store } = await aTable(latestItems().map(withMore));
    await expectAllRead(store);
  });

  it("keep it through every change that is made to them", async () => {
    const { store, all, one } = await aTable(latestItems().map(withMore));
    const { conversations, controls, outbox, deliveries, leads, campaigns, allowance } = store;
    const { state } = await conversations.load(conversation);
    expect(await conversations.save({ ...state, sessionId: "changed" }, [])).toBe("saved");
    await controls.extend(conversation, NOW + 9);
    await controls.resume(conversation, { at: NOW + 3, how: "resume" });
    await controls.changeConsent(conversation, { ...written.stop, id: "w2", action: "start", at: NOW + 5 });
    await conversations.mergeInto(conversation, { ...state, conversation: written.merged });
    await conversations.end([conversation], [written.waiting.id], { kind: "answered" });
    await conversations.suspendNumber(number, NOW + 70_000, "130429");
    await outbox.end([conversation], "o1", { state: "sent" });
    await deliveries.record({ provider: "meta", state: "delivered", reference: written.reference });
    await leads.merge(conversation, number, { name: { value: "Dana", source: "agent" } }, NOW + 1);
    await leads.published(conversation, 2);
    await campaigns.end("spring", conversation, { state: "failed" });
    await allowance.add(number, NOW);
    for (const item of await all())
      expect([written.kindOf(item), item]).toEqual([expect.anything(), expect.objectContaining(FUTURE)]);

    const changed = await one(keys.state(conversation));
    for (const name of ["turn", "progress", "customer"])
      expect(JSON.parse(changed[name]?.S ?? "{}")).toMatchObject({ future: "field" });
    expect(JSON.parse((await one(keys.lead(conversation))).lead?.S ?? "{}")).toMatchObject({
      revision: 2,
      future: "field",
    });
  });

  it("keep it in a turn that is finished here", async () => {
    const open = latestItems().filter((item) => written.kindOf(item) === "state");
    const sendBlocks = ["pausedAt", "handoff", "resumeAt", "endedHandoffs", "noTemplatesAt", "consentChange"];
    const { store, one } = await aTable(
      open.map((item) =>
        withMore(Object.fromEntries(Object.entries(item).filter(([name]) => !sendBlocks.includes(name)))),
      ),
    );
    const { engine } = engineWorld(store);
    expect(await answerConversation(engine, { conversation, number, deadline: NOW + 60_000 })).toEqual({
      kind: "done",
    });
    const finished = JSON.parse((await one(keys.turn(conversation, written.turn.id))).turn?.S ?? "{}");
    expect(finished).toMatchObject({
      future: "field",
      parts: [{ state: "accepted" }, { state: "accepted" }],
    });
    const state = await one(keys.state(conversation));
    expect(JSON.parse(state.progress?.S ?? "{}")).toMatchObject({ future: "field" });
    expect(state).toMatchObject(FUTURE);
  });

  it("lose it when the contact is erased: it may be personal", async () => {
    const { store, all } = await aTable(latestItems().map(withMore));
    await store.history.erase(conversation);
    const optIns = await store.optIns.find(conversation);
    expect(optIns && (await store.optIns.remove(conversation, optIns))).toBe(true);
    const kinds = (await all()).filter((item) => "future" in item).map(written.kindOf);
    expect(kinds.sort()).toEqual([
      "act-of-business",
      "campaign",
      "consent",
      "failures",
      "hour",
      "link",
      "number",
      "repeated-text",
      "rollout",
      "switch",
    ]);
  });
});

describe("items that only a later release can read", () => {
  const later = (...kinds: string[]) =>
    aTable(
      latestItems().map((item) => (kinds.includes(written.kindOf(item)) ? { ...item, v: { N: "2" } } : item)),
    );

  it.each(["state", "inbound", "outbound", "rollout"])("make the worker wait: %s", async (kind) => {
    const { store } = await later(kind);
    const { engine, asked, sent } = engineWorld(store);
    await expect(
      answerConversation(engine, { conversation, number, deadline: NOW + 60_000 }),
    ).rejects.toThrow(NewerVersionError);
    expect([...asked, ...sent]).toEqual([]);
  });

  it("are no missing confirmation: a finished turn, a status", async () => {
    const { store } = await later("turn", "delivery");
    await expect(store.conversations.archived(conversation, written.turn.id)).rejects.toThrow(
      NewerVersionError,
    );
    await expect(store.deliveries.find(written.reference)).rejects.toThrow(NewerVersionError);
  });

  it("are not written over by a merge", async () => {
    const { store, one } = await later("state");
    await expect(
      store.conversations.mergeInto(conversation, {
        conversation: written.merged,
        version: 5,
        sessionId: "other",
      }),
    ).rejects.toThrow(NewerVersionError);
    expect(await one(keys.state(conversation))).toMatchObject({
      v: { N: "2" },
      sessionId: { S: "15550177001" },
    });
  });

  it("can still be blocked, and stay what they are", async () => {
    const { store, one } = await later("state");
    await store.controls.resume(conversation, { at: NOW, how: "resume" });
    expect(await store.controls.pause(conversation, { ...written.handoff, id: "h9" }, NOW + 9)).toBe(
      "paused",
    );
    expect(
      await store.controls.changeConsent(conversation, {
        ...written.stop,
        id: "w9",
        scope: "all",
        at: NOW + 9,
      }),
    ).toBe("changed");
    expect(await one(keys.state(conversation))).toMatchObject({
      v: { N: "2" },
      optedOutAt: { N: String(NOW + 9) },
    });
  });
});
