import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { Act } from "../../../local/page/protocol/protocol-acts.ts";
import type { Fault } from "../../../local/page/protocol/protocol-faults.ts";
import type { SessionFile } from "../../../local/page/watch/recording.ts";
import { PageReader, SALES, SUPPORT } from "../../support/page.ts";
import { aStack, waitQuickly } from "../../support/quiet-stack.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("an act of the page", () => {
  const stack = aStack({ turns: { quietSeconds: 3, maxWaitSeconds: 3 }, limits: { turnsDelay: 0 } });
  const page = new PageReader(stack);
  let people = 0;

  beforeAll(async () => void (await page.open()));
  afterEach(async () => void (await page.act({ do: "clear-faults" })));
  afterAll(() => page.close());

  const somebody = async (number = "support") => {
    people += 1;
    const acted = await page.act({
      do: "add-customer",
      name: "Robin",
      phone: `1555017${String(people).padStart(4, "0")}`,
    });
    if (!acted.ok || !acted.customer) throw new Error("nobody was added");
    return { customer: acted.customer, number };
  };
  const breaks = (fault: Fault) => page.act({ do: "fault", fault });
  const faults = () => page.changes.findLast((change) => change.kind === "faults")?.faults;
  /** The page has reported the message's end. */
  const atRest = (id: string) =>
    waitQuickly(stack(), "the rest", () =>
      page.changes.some((change) => change.kind === "rest" && change.trace === id),
    );
  /** Meta escapes slashes. */
  const brings = (id: string) => (body: string) => body.replaceAll("\\/", "/").includes(id);
  const webhooks = async (): Promise<string[]> => {
    const session: SessionFile = JSON.parse(await (await fetch(`${stack().url}/local/export`)).text());
    return session.webhooks.map(({ body }) => body);
  };

  it("reports when no message waits for a turn in which the worker could be killed", async () => {
    expect(await breaks({ kind: "kill-worker" })).toMatchObject({
      ok: false,
      problem: expect.stringContaining("No message waits"),
    });
  });

  it.each([SUPPORT, SALES])(
    "of a customer of $number is done when the front door has answered its webhook",
    async ({ number }) => {
      const who = await somebody(number);
      // A cold function takes its time.
      await stack().kill("webhook");
      const id = await page.send({ do: "say", ...who, text: "hi" });
      expect((await webhooks()).filter(brings(id))).toHaveLength(1);
      expect(await breaks({ kind: "duplicate", when: "now" })).toEqual({ ok: true, data: { status: 200 } });
      await waitFor("the repeat", () => page.steps(id, "webhook").length === 2);
      expect(page.steps(id, "webhook")).toMatchObject([
        { repeat: false, call: { status: 200 } },
        { repeat: true, call: { status: 200 } },
      ]);
      await page.endedQuickly(id);
      await atRest(id);
      expect(page.replies(who)).toHaveLength(1);
    },
  );

  it("is done with its webhook whatever it sends", async () => {
    const who = await somebody();
    const id = await page.send({ do: "say", ...who, text: "human" });
    await page.endedQuickly(id);
    const acts: Act[] = [
      { do: "send", ...who, what: "photo" },
      { do: "react", ...who, message: id, emoji: "👍" },
      { do: "echo", ...who, text: "I take this one." },
      { do: "preference", ...who, value: "stop" },
    ];
    for (const act of acts) {
      await stack().kill("webhook");
      const before = (await webhooks()).length;
      expect(await page.act(act)).toMatchObject({ ok: true });
      expect((await webhooks()).length).toBe(before + 1);
    }
  });

  it("delivers the named message again, also when somebody wrote meanwhile", async () => {
    const [one, other] = [await somebody(), await somebody()];
    const id = await page.send({ do: "say", ...one, text: "hi" });
    const later = await page.send({ do: "say", ...other, text: "hi" });
    expect(await breaks({ kind: "duplicate", when: "now", message: id })).toMatchObject({ ok: true });
    await waitFor("the repeat", () => page.steps(id, "ledger").some(({ result }) => result === "repeat"));
    expect(page.steps(later, "webhook")).toHaveLength(1);
    await Promise.all([page.endedQuickly(id), page.endedQuickly(later)]);
  });

  it("reports that its webhook was refused, and which message the phone shows", async () => {
    const who = await somebody();
    const { meta } = stack();
    const { webhookUrl, retryAfter } = meta;
    meta.webhookUrl = webhookUrl.replace("/meta", "/nowhere");
    meta.retryAfter = [];
    const acted = await page.act({ do: "say", ...who, text: "hi" });
    Object.assign(meta, { webhookUrl, retryAfter });
    expect(acted).toMatchObject({
      ok: false,
      message: expect.any(String),
      problem: expect.stringContaining("404 instead of 200"),
    });
  });

  it.each<[string, Act, string]>([
    [
      "there is no message to repeat",
      { do: "fault", fault: { kind: "duplicate", when: "now", message: "wamid.x" } },
      "No webhook has brought",
    ],
    ["nothing is held", { do: "fault", fault: { kind: "hold", count: 0 } }, "Nothing is held back."],
    [
      "a message does not wait",
      { do: "fault", fault: { kind: "kill-worker", message: "wamid.x" } },
      "does not wait",
    ],
    [
      "a message is not there",
      { do: "tap", ...SUPPORT, message: "wamid.x", option: "Yes" },
      "no such message",
    ],
  ])("reports that %s", async (_, act, problem) => {
    expect(await page.act(act)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  it("reports a message without such a button", async () => {
    const who = await somebody();
    const id = await page.send({ do: "say", ...who, text: "hi" });
    expect(await page.act({ do: "tap", ...who, message: id, option: "Yes" })).toMatchObject({
      ok: false,
      problem: "That message has no such button.",
    });
    await page.endedQuickly(id);
  });

  it("kills the worker in the middle of the turn, however long that takes to begin", async () => {
    const who = await somebody();
    await breaks({ kind: "agent-slow", seconds: 2 });
    const id = await page.send({ do: "say", ...who, text: "hi" });
    expect(await breaks({ kind: "kill-worker", message: id })).toMatchObject({ ok: true });
    await waitQuickly(stack(), "the kill", () => page.steps(id, "fault").length === 1);
    expect(page.steps(id, "agent")).toHaveLength(1);
    await breaks({ kind: "agent-slow", seconds: 0 });
    expect(await page.endedQuickly(id)).toMatchObject({ state: "answered" });
    await atRest(id);
    expect(page.steps(id, "agent")).toHaveLength(2);
    expect(page.replies(who)).toHaveLength(1);
  });

  it("kills no worker for a message that ends without a turn", async () => {
    const who = await somebody();
    await page.endedQuickly(await page.send({ do: "say", ...who, text: "human" }));
    const id = await page.send({ do: "say", ...who, text: "are you there?" });
    expect(await breaks({ kind: "kill-worker", message: id })).toEqual({
      ok: false,
      problem: "The message was answered before the worker could be killed.",
    });
    expect(await page.endedQuickly(id)).toMatchObject({ state: "handed-off" });
  });

  it("waits for no turn to kill any more when all faults are lifted", async () => {
    const id = await page.send({ do: "say", ...(await somebody()), text: "hi" });
    const killing = breaks({ kind: "kill-worker", message: id });
    await waitFor("the plan", () => faults()?.killWaits === true);
    await page.act({ do: "clear-faults" });
    expect(await killing).toEqual({ ok: false, problem: "The kill was called off." });
    await page.endedQuickly(id);
    expect(page.steps(id, "fault")).toEqual([]);
  });

  it("is at rest when all is shown of it, also what follows its end", async () => {
    const who = await somebody();
    const id = await page.send({ do: "say", ...who, text: "human" });
    await atRest(id);
    expect(page.trace(id)).toMatchObject({ state: "handed-off" });
    expect(page.replies(who)).toHaveLength(1);
    expect(page.changes.filter((change) => change.kind === "rest" && change.trace === id)).toHaveLength(1);
  });

  it("shows a delayed message, and delivers all of them in reverse before the last one is done", async () => {
    const who = await somebody();
    await breaks({ kind: "hold", count: 3 });
    const ids: string[] = [];
    for (const text of ["one", "two", "three"]) {
      await stack().kill("webhook");
      const acted = await page.act({ do: "say", ...who, text });
      expect(acted).toMatchObject({ ok: true, message: expect.any(String) });
      if (text !== "three") expect(acted).toMatchObject({ data: { held: true } });
      if (acted.message !== undefined) ids.push(acted.message);
    }
    const arrived = (await webhooks()).map((body) => ids.findIndex((id) => brings(id)(body)));
    expect(arrived.slice(-3)).toEqual([2, 1, 0]);
    await Promise.all(ids.map((id) => page.endedQuickly(id)));
  });

  it("delivers delayed webhooks when fewer are to be delayed, each answered before the act is done", async () => {
    const who = await somebody();
    await breaks({ kind: "hold", count: 5 });
    const ids = [
      await page.send({ do: "say", ...who, text: "one" }),
      await page.send({ do: "say", ...who, text: "two" }),
    ];
    const before = (await webhooks()).length;
    expect(await breaks({ kind: "hold", count: 2 })).toEqual({ ok: true });
    expect((await webhooks()).length).toBe(before + 2);
    await Promise.all(ids.map((id) => page.endedQuickly(id)));
  });
});
