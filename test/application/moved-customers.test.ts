import { describe, expect, it } from "@jest/globals";
import { linkIds } from "../../lib/application/identity/identities.ts";
import { joinIds } from "../../lib/application/identity/merge-conversation.ts";
import { pauseOnEcho } from "../../lib/application/intake/pause-on-echo.ts";
import { ConcurrentWriteError } from "../../lib/application/ports/engine.ts";
import { messageId } from "../../lib/domain/ids.ts";
import type { Customer } from "../../lib/domain/inbound/inbound.ts";
import { aNumberWith, DANA, DANA_LATER, idOf } from "../support/customer-world.ts";
import { edgeOf } from "../support/edge.ts";
import { engineWorld, HOUR, SUPPORT } from "../support/engine-world.ts";
import { memoryLedger } from "../support/memory/memory-ledger.ts";

describe("a customer who has other ids from now on", () => {
  it("has one conversation, that is known to the agent by one session, and is answered at the new ids", async () => {
    const world = aNumberWith();
    await world.says(DANA, "hello");
    await world.notes(DANA, DANA_LATER);
    await world.work(DANA);
    await world.says(DANA_LATER, "it is me");
    expect(world.sessions).toEqual(["15550177001", "15550177001"]);
    expect(world.sent.map(({ to }) => to)).toMatchObject([DANA, DANA_LATER]);
    expect((await world.engine.controls.read(idOf(DANA_LATER))).conversation).toBe(idOf(DANA));
  });

  it("and wrote before the note was worked upon, is answered once, in the same session", async () => {
    const world = aNumberWith();
    await world.says(DANA, "hello");
    await world.notes(DANA, DANA_LATER);
    await world.receive(DANA_LATER, { kind: "text", text: "it is me" });
    await world.work(DANA_LATER);
    await world.work(DANA);
    await world.rest();
    expect(world.texts()).toEqual(["re: hello", "re: it is me"]);
    expect(new Set(world.sessions)).toEqual(new Set(["15550177001"]));
  });

  it("is still opted out, still with a person, and still read by staff who know the former id", async () => {
    const world = aNumberWith();
    await world.says(DANA, "STOP");
    await world.notes(DANA, DANA_LATER);
    await world.says(DANA_LATER, "is somebody there?");
    expect(world.texts()).toEqual(["text:optedOut"]);
    await world.says(DANA_LATER, "START");
    await world.says(DANA_LATER, "human");
    await world.says(DANA_LATER, "hello?");
    expect(world.texts()).toEqual(["text:optedOut", "text:optedIn", "text:handoff"]);
    expect(await world.engine.controls.read(idOf(DANA))).toEqual(
      await world.engine.controls.read(idOf(DANA_LATER)),
    );
    expect(world.mails).toHaveLength(1);
  });

  it("and back again keeps the conversation, and no message from before changes where replies go", async () => {
    const world = aNumberWith();
    await world.says(DANA, "one");
    const before = world.clock.time;
    world.clock.time += 60_000;
    await world.notes(DANA, DANA_LATER);
    await world.work(DANA);
    await world.receive(DANA, { kind: "text", text: "late" }, before);
    await world.work(DANA);
    await world.rest();
    world.clock.time += 60_000;
    await world.notes(DANA_LATER, DANA);
    await world.says(DANA, "back");
    expect(world.sent.map(({ to }) => to.phone)).toEqual(["15550177001", "15550177002", "15550177001"]);
    expect(new Set(world.sessions).size).toBe(1);
  });

  it("gets the staff's message, and the mailing that was queued before", async () => {
    const world = aNumberWith();
    await world.says(DANA, "hello");
    const job = { number: SUPPORT, at: world.clock.time, by: "arn:staff" };
    const template = { name: "spring", language: "en", preview: "Spring sale" };
    await world.engine.campaigns.claim("spring", idOf(DANA), SUPPORT, "m1");
    await world.engine.outbox.add(idOf(DANA), {
      ...job,
      id: "m1",
      content: { kind: "template", template },
      campaign: "spring",
    });
    await world.engine.outbox.add(idOf(DANA), {
      ...job,
      id: "r1",
      content: { kind: "reply", text: "We send a new lamp." },
    });
    await linkIds(world.engine.links, idOf(DANA_LATER), idOf(DANA), 1);
    await world.receive(DANA_LATER, { kind: "text", text: "hi" });
    await world.work(DANA);
    await world.rest();
    expect(world.texts().slice(1, 3)).toEqual(["Spring sale", "We send a new lamp."]);
    expect(await world.engine.outbox.find(idOf(DANA), "r1")).toMatchObject({ state: "sent" });
    expect(await world.engine.campaigns.jobs("spring")).toMatchObject([
      { conversation: idOf(DANA), state: "sent" },
    ]);
  });

  it("is answered once also when the ids become one while the agent is asked", async () => {
    const world = aNumberWith();
    await world.says(DANA, "hello");
    const { ask } = world.engine.agent;
    world.engine.agent.ask = async (question, deadline) => {
      world.engine.agent.ask = ask;
      await joinIds(world.engine, idOf(DANA), idOf(DANA_LATER), SUPPORT);
      return ask(question, deadline);
    };
    await world.receive(DANA_LATER, { kind: "text", text: "it is me" });
    await expect(world.work(DANA_LATER)).rejects.toThrow(ConcurrentWriteError);
    await world.work(DANA);
    await world.work(DANA_LATER);
    await world.rest();
    expect(world.texts()).toEqual(["re: hello", "re: it is me"]);
  });

  it("does not get the rest of a reply that is blocked where the conversation goes on", async () => {
    const world = aNumberWith({
      number: { formatReply: (text) => ["1", "2"].map((part) => ({ text: `${text} ${part}` })) },
    });
    world.outcomes.push(
      { kind: "accepted", id: "out-a" },
      { kind: "refused", code: "131056", failureAction: "later" },
    );
    await world.receive(DANA, { kind: "text", text: "hello" });
    await world.work(DANA);
    await linkIds(world.engine.links, idOf(DANA_LATER), idOf(DANA), 1);
    const handoff = { id: "h", reason: "app" as const, since: 1, quiet: true, origin: idOf(DANA_LATER) };
    await world.engine.controls.pause(idOf(DANA_LATER), handoff, world.clock.time + 9 * HOUR);
    world.clock.time += HOUR;
    await world.work(DANA);
    await world.rest();
    expect(world.texts()).toEqual(["re: hello 1"]);
  });
});

describe("a customer who is known by the phone alone", () => {
  it("keeps conversation, session and opt-out once the provider gives a user id", async () => {
    const world = aNumberWith();
    await world.says({ phone: "15550177001" }, "hello");
    await world.says(DANA, "hello again");
    await world.says({ phone: "15550177001" }, "STOP");
    await world.says(DANA, "and now?");
    expect(world.texts()).toEqual(["re: hello", "re: hello again", "text:optedOut"]);
    expect(new Set(world.sessions)).toEqual(new Set(["15550177001"]));
  });

  it("is one customer also when a template went to the user id before the first message by it", async () => {
    const world = aNumberWith();
    await world.says({ phone: "15550177001" }, "hello");
    const template = { name: "spring", language: "en", preview: "Spring sale" };
    const job = {
      id: "m1",
      number: SUPPORT,
      at: world.clock.time,
      by: "arn:staff",
      customer: { userId: "US.1" },
    };
    await world.engine.outbox.add(idOf(DANA), { ...job, content: { kind: "template", template } });
    await world.work(DANA);
    await world.says({ phone: "15550177001" }, "STOP");
    await world.says(DANA, "hello again");
    expect(world.texts()).toEqual(["re: hello", "Spring sale", "text:optedOut"]);
    expect((await world.engine.controls.read(idOf({ phone: "15550177001" }))).conversation).toBe(idOf(DANA));
  });

  it("waits as the number does while the reply by the phone cannot leave, instead of asking for it again and again", async () => {
    const world = aNumberWith();
    const byPhone = { phone: "15550177001" };
    await world.receive(byPhone, { kind: "text", text: "hello" });
    world.outcomes.push({ kind: "refused", code: "190", failureAction: "stop" });
    await world.work(byPhone);
    world.clock.time += 10 * 60_000;
    await world.engine.conversations.suspendNumber(SUPPORT, world.clock.time + HOUR, "190");
    await world.receive(DANA, { kind: "text", text: "it is me" });
    const wake = await world.work(DANA);
    expect(wake).toMatchObject({ kind: "retryAfter", why: "stopped" });
    expect(wake.kind === "retryAfter" && wake.delayMs).toBeGreaterThanOrEqual(30_000);
    world.clock.time += 2 * HOUR;
    await world.work(byPhone);
    await world.work(DANA);
    await world.rest();
    expect(world.texts()).toEqual(["re: hello", "re: it is me"]);
  });

  it("whose template has not left yet is one customer with who answers it", async () => {
    const world = aNumberWith();
    const byPhone = idOf({ phone: "15550177001" });
    const template = { name: "spring", language: "en", preview: "Spring sale" };
    const job = {
      id: "m1",
      number: SUPPORT,
      at: world.clock.time,
      by: "arn:staff",
      customer: { phone: "15550177001" },
    };
    await world.engine.outbox.add(byPhone, { ...job, content: { kind: "template", template } });
    await world.says(DANA, "hello");
    await world.work({ phone: "15550177001" });
    await world.rest();
    expect(world.texts().toSorted()).toEqual(["Spring sale", "re: hello"]);
    expect((await world.engine.controls.read(byPhone)).conversation).toBe(
      (await world.engine.controls.read(idOf(DANA))).conversation,
    );
  });
});

describe("a phone that has passed to another person", () => {
  const ROBIN: Customer = { userId: "US.7", phone: "15550177001" };

  it("does not bring along the former owner's session, conversation or handoff, and belongs to the new owner", async () => {
    const world = aNumberWith();
    await world.says(DANA, "my order number is 7");
    await world.says(DANA, "human");
    await world.says(ROBIN, "hello");
    expect(world.sessions).toEqual(["15550177001", "US.7"]);
    expect(world.texts()).toEqual(["re: my order number is 7", "text:handoff", "re: hello"]);
    expect(await world.engine.directory.byName(idOf({ phone: "15550177001" }))).toBe(idOf(ROBIN));
    await world.says(ROBIN, "still me");
    expect(world.sessions.at(-1)).toBe("US.7");
  });

  it("is notified by the user id also when the former owner has been followed to another phone", async () => {
    const world = aNumberWith();
    await world.says(DANA, "hello");
    await world.notes(DANA, DANA_LATER);
    await world.work(DANA);
    await world.says(ROBIN, "hi");
    await world.says(DANA_LATER, "me again");
    expect(world.sessions).toEqual(["15550177001", "US.7", "15550177001"]);
    expect(world.sent.map(({ to }) => to.phone)).toEqual(["15550177001", "15550177001", "15550177002"]);
  });
});

describe("an echo", () => {
  it("that is delivered days late pauses nothing", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    const notice = pauseOnEcho.bind(undefined, {
      ...world.engine,
      ...edgeOf(world.table),
      ledger: memoryLedger(world.table),
      rules: { resumeAfterMs: HOUR },
    });
    const echo = {
      id: messageId("wamid.late"),
      number: SUPPORT,
      isText: true,
      text: "hi",
      sentAt: world.clock.time - 2 * HOUR,
    };
    expect(await notice(world.conversation, echo, world.clock.time)).toBe("person");
    expect(world.state().pausedAt).toBeUndefined();
  });
});

describe("an echo of a message of ours", () => {
  it("is known by its id also when others have left since", async () => {
    const world = engineWorld();
    await world.write("hello");
    await world.run();
    const [part] = world.state().turn?.parts ?? [];
    for (const text of ["STOP", "START"]) {
      await world.write(text);
      await world.run();
      world.clock.time += 1_000;
    }
    expect(world.texts()).toEqual(["re: hello", "text:optedOut", "text:optedIn"]);
    const notice = pauseOnEcho.bind(undefined, {
      ...world.engine,
      ...edgeOf(world.table),
      ledger: memoryLedger(world.table),
      rules: { resumeAfterMs: HOUR },
    });
    const echo = { number: SUPPORT, isText: true, text: "something else", sentAt: world.clock.time + 10_000 };
    expect(
      await notice(world.conversation, { ...echo, id: messageId(part?.id ?? "") }, world.clock.time),
    ).toBe("ours");
    expect(
      await notice(world.conversation, { ...echo, id: messageId("wamid.person") }, world.clock.time),
    ).toBe("person");
  });
});
