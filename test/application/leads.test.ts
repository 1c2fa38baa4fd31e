import { describe, expect, it } from "@jest/globals";
import { publishCaptured } from "../../lib/application/notify/publish-captured.ts";
import { answerConversation } from "../../lib/application/turn/answer-conversation.ts";
import { conversationId } from "../../lib/domain/ids.ts";
import { engineWorld, SUPPORT } from "../support/engine-world.ts";
import { anEntry, aText } from "../support/make.ts";
import { memoryLedger } from "../support/memory/memory-ledger.ts";

type World = ReturnType<typeof engineWorld>;
const captured = ({ events }: World) => events.filter(({ type }) => type === "lead.captured");

describe("a lead", () => {
  it("is captured at first contact, and again whenever more becomes known, in one record", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await world.write("my mail is Dana@Example.COM");
    await world.run();
    await world.write("thanks");
    await world.run();
    expect(captured(world).map(({ detail }) => detail.revision)).toEqual([1, 2]);
    const lead = await world.engine.leads.find(world.conversation);
    expect(lead?.fields).toMatchObject({
      name: { value: "Dana Test", source: "profile" },
      phone: { value: "+15550177001", source: "profile" },
      country: { value: "US", source: "profile" },
      email: { value: "Dana@example.com", source: "message" },
    });
    expect(lead?.published).toBe(2);
  });

  it("is captured also of who asks for a person, stops, or finds a person there", async () => {
    for (const text of ["human", "STOP"]) {
      const world = engineWorld();
      await world.write(text);
      await world.run();
      expect(captured(world)).toHaveLength(1);
    }
  });

  it("goes on to the CRM by its ids", async () => {
    const sent: object[] = [];
    const world = engineWorld({ leadQueue: { send: async (lead) => void sent.push(lead) } });
    await world.write("hello");
    await world.run();
    expect(sent).toEqual([{ conversation: world.conversation, revision: 1 }]);
  });

  it("goes on to the CRM also when it could not be queued at first", async () => {
    const queued: unknown[] = [];
    let away = true;
    const send = async (lead: unknown) => {
      if (away) throw new Error("the queue is away");
      queued.push(lead);
    };
    const world = engineWorld({ leadQueue: { send } });
    await world.write("hello");
    expect(await world.run()).toEqual({ kind: "done" });
    world.clock.time += 5_000;
    away = false;
    await world.run();
    expect(queued).toEqual([{ conversation: world.conversation, revision: 1 }]);
  });

  it("is published when the agent's action added something, once", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    await world.engine.leads.merge(
      world.conversation,
      SUPPORT,
      { budget: { value: "100", source: "agent" } },
      world.clock.time,
    );
    await publishCaptured(world.engine, world.conversation, SUPPORT);
    await publishCaptured(world.engine, world.conversation, SUPPORT);
    expect(captured(world).map(({ detail }) => detail.revision)).toEqual([1, 2]);
    expect(captured(world)[1]?.detail.fields).toMatchObject({ budget: { value: "100" } });
  });

  it("does not keep the customer waiting for an answer while the bus is away", async () => {
    const world = engineWorld();
    const { publish } = world.engine.events;
    world.engine.events.publish = async (event) => {
      if (event.type === "lead.captured") throw new Error("the bus is away");
      return publish(event);
    };
    await world.write("hello");
    expect(await world.run()).toEqual({ kind: "done" });
    world.clock.time += 5_000;
    expect(world.texts()).toEqual(["re: hello"]);
    world.engine.events.publish = publish;
    await world.run();
    expect(captured(world)).toHaveLength(1);
    expect(world.texts()).toHaveLength(1);
  });

  it("is published once more when the worker died right before it", async () => {
    let failing = true;
    const world = engineWorld();
    const { publish } = world.engine.events;
    world.engine.events.publish = async (event) => {
      if (failing) throw new Error("the bus is away");
      return publish(event);
    };
    await world.write("hello");
    expect(await world.run()).toEqual({ kind: "done" });
    world.clock.time += 5_000;
    failing = false;
    await world.run();
    expect(captured(world).map(({ id }) => id)).toEqual([`${world.conversation}.lead.1`]);
    expect(world.texts()).toEqual(["re: hello"]);
  });

  it("can be found by its session and its phone from the first question on", async () => {
    const world = engineWorld();
    const found: unknown[] = [];
    world.engine.agent.ask = async () => {
      found.push(...(await world.engine.directory.bySession("hash-of-session")));
      return { text: "hi" };
    };
    await world.write("hello");
    await world.run();
    expect(found).toEqual([{ conversation: world.conversation, number: SUPPORT }]);
    expect(
      await world.engine.directory.byName(world.engine.conversationFor(SUPPORT, { phone: "15550177001" })),
    ).toBe(world.conversation);
  });

  const BY_PHONE = conversationId("by-phone-15550177001");
  const writeByPhone = async (world: World, text: string) => {
    const message = aText({
      content: { kind: "text", text },
      sentAt: world.clock.time,
      customer: { phone: "15550177001" },
    });
    await memoryLedger(world.table).record(
      anEntry(BY_PHONE, { number: SUPPORT, message, arrivedAt: world.clock.time }),
    );
    await answerConversation(world.engine, {
      conversation: BY_PHONE,
      number: SUPPORT,
      deadline: world.clock.time + 90_000,
    });
  };

  it("goes on when a customer who goes by a user id comes by the phone alone", async () => {
    const world = engineWorld();
    await world.write("Do you ship to Canada?");
    await world.run();
    await writeByPhone(world, "and to Mexico?");
    await world.run();
    expect(world.texts()).toEqual(["re: Do you ship to Canada?", "re: and to Mexico?"]);
    expect(world.table.state(BY_PHONE)?.turn).toBeUndefined();
    expect(world.events.filter(({ type }) => type === "conversation.started")).toHaveLength(1);
  });

  it("goes on so too when the customer had begun by the phone alone: who has the conversation there has it for both", async () => {
    const world = engineWorld();
    await writeByPhone(world, "hello");
    await world.write("human");
    await world.run();
    await writeByPhone(world, "are you there?");
    await world.run();
    expect(world.asked).toEqual(["hello"]);
    expect(world.texts()).toEqual(["re: hello", "text:handoff"]);
  });
});
