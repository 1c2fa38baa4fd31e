import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { inboxOf } from "../../../support/inbox-client.ts";
import { PageReader, SALES, SUPPORT } from "../../../support/page.ts";
import { aStack, atRest } from "../../../support/quiet-stack.ts";
import { staffOf } from "../../../support/staff.ts";
import { waitFor } from "../../../support/wait-for.ts";

describe("what the page does", () => {
  const stack = aStack();
  const page = new PageReader(stack);
  beforeAll(async () => void (await page.open()));
  afterAll(() => page.close());

  const aCustomer = async (about: { phone?: string; country?: string } = {}) => {
    const acted = await page.act({ do: "add-customer", name: "Robin", ...about });
    if (!acted.ok || !acted.customer) throw new Error("nobody was added");
    return { customer: acted.customer, number: "support" };
  };
  const chat = ({ customer, number }: typeof SUPPORT) => page.chats.get(`${number} ${customer}`);
  const ann = inboxOf(stack);
  const operator = staffOf(stack);
  const inInbox = (where: typeof SUPPORT) => `conversations/${chat(where)?.conversation}`;
  const lastQuestion = () => stack().chatsby.questions.at(-1)?.message ?? "";

  it("shows the life of a message, step by step, with what was asked and answered", async () => {
    const id = await page.send({ do: "say", ...SUPPORT, text: "Do you ship to Canada?" });
    await page.ended(id);
    await waitFor("the statuses", () => page.steps(id, "status").length === 3);
    const trace = page.trace(id);
    // The page learns of what is stored by looking, which may be later than what follows.
    const kinds = trace?.steps
      .toSorted((one, other) => one.at - other.at)
      .map(({ kind }) => kind)
      .filter((kind) => !["log", "status", "typing"].includes(kind));
    expect(kinds).toEqual(["webhook", "ledger", "queued", "turn", "agent", "part", "ended"]);
    expect(trace).toMatchObject({
      ...SUPPORT,
      state: "answered",
      conversation: expect.any(String),
      turn: expect.any(String),
    });
    expect(page.steps(id, "webhook")).toMatchObject([
      { attempt: 1, repeat: false, call: { method: "POST", status: 200 } },
    ]);
    expect(page.steps(id, "agent")[0]?.call.request).toContain("Do you ship to Canada?");
    expect(page.steps(id, "agent")[0]?.call.response).toContain("we ship to Canada");
    expect(page.steps(id, "part")[0]).toMatchObject({
      part: 1,
      message: page.replies()[0]?.id,
      call: { status: 200 },
    });
    expect(page.steps(id, "status").map(({ state }) => state)).toEqual(["sent", "delivered", "read"]);
    expect(page.replies()[0]).toMatchObject({ trace: id, ticks: "read" });
    expect(page.replies()[0]?.lines[0]?.spans).toContainEqual(
      expect.objectContaining({ text: "we ship to Canada", bold: true }),
    );
    expect(JSON.stringify([...page.traces.values()])).not.toContain("local-access-token");
  });

  it("knows of the chat when its window closes, what it has cost, and the lead", async () => {
    // What the page shows of a chat may be from just before the message's end.
    await waitFor("the cost", () => chat(SUPPORT)?.cost.free === 1 && chat(SUPPORT)?.waiting === 0);
    expect(chat(SUPPORT)).toMatchObject({
      waiting: 0,
      optedOut: false,
      switchedOff: false,
      lead: { phone: { value: "+15550177001" } },
    });
    expect((chat(SUPPORT)?.windowClosesAt ?? 0) - Date.now()).toBeGreaterThan(23 * 3600_000);
  });

  it("writes to a Twilio number too", async () => {
    const id = await page.send({ do: "say", ...SALES, text: "hello" });
    expect(await page.ended(id)).toMatchObject({ ...SALES, state: "answered" });
    expect(page.replies(SALES)[0]?.text).toContain("Lumen Lamps");
    expect(page.steps(id, "part")[0]?.call.request).toContain("To=whatsapp:+15550177001");
  });

  it.each([SUPPORT, SALES])(
    "sends a photo, a voice message, a location and a contact card to $number",
    async (where) => {
      for (const what of ["photo", "voice", "location", "contact"] as const) {
        const id = await page.send({
          do: "send",
          ...where,
          what,
          ...(what === "photo" && { caption: "my lamp" }),
        });
        expect(
          page.bubbles.get(id) ?? (await waitFor("the bubble", () => page.bubbles.get(id))),
        ).toMatchObject({ kind: what });
        expect(await page.ended(id)).toMatchObject({ state: "answered" });
        expect(lastQuestion()).not.toBe("");
        if (what === "photo") expect(lastQuestion()).toContain("my lamp");
      }
    },
  );

  it("quotes, and reacts to earlier messages", async () => {
    const reply = page.replies()[0]?.id ?? "";
    const id = await page.send({ do: "say", ...SUPPORT, text: "And to Brazil?", quoting: reply });
    expect(await page.ended(id)).toMatchObject({ state: "answered" });
    expect(page.bubbles.get(id)).toMatchObject({ quoting: reply });
    const reaction = await page.send({ do: "react", ...SUPPORT, message: reply, emoji: "👍" });
    expect(await page.ended(reaction)).toMatchObject({ state: "ignored", reason: "reaction" });
    expect(page.bubbles.get(reply)).toMatchObject({ reaction: "👍" });
    expect(page.bubbles.has(reaction)).toBe(false);
    await page.act({ do: "react", ...SUPPORT, message: reply, emoji: "" });
    await waitFor("no reaction", () => page.bubbles.get(reply)?.reaction === undefined);
    expect(await page.act({ do: "react", ...SALES, message: "x", emoji: "👍" })).toMatchObject({ ok: false });
  });

  it("serves customers with a user id only, and of other countries", async () => {
    const sam = { customer: "US.51003004005006007008", number: "support" };
    await page.ended(await page.send({ do: "say", ...sam, text: "hi" }));
    expect(page.replies(sam)).toHaveLength(1);
    expect(stack().meta.lost).toEqual([]);
    const brazil = await aCustomer({ phone: "5511955501234", country: "BR" });
    await page.ended(await page.send({ do: "say", ...brazil, text: "hi" }));
    expect(page.replies(brazil)).toHaveLength(1);
    expect(page.changes).toContainEqual({
      kind: "customer",
      customer: expect.objectContaining({ id: brazil.customer, country: "BR" }),
    });
    expect(await page.act({ do: "add-customer", name: "Robin", phone: "5511955501234" })).toMatchObject({
      ok: false,
    });
  });

  it("lets customers hide what they have read", async () => {
    const who = await aCustomer();
    await page.act({ do: "read-receipts", customer: who.customer, on: false });
    const id = await page.send({ do: "say", ...who, text: "hi" });
    await page.ended(id);
    await stack().meta.settled();
    await waitFor("the statuses", () => page.steps(id, "status").length === 2);
    expect(page.replies(who)[0]).toMatchObject({ ticks: "delivered" });
  });

  it("follows staff who reply, take over and hand back in the inbox", async () => {
    const who = await aCustomer();
    await page.ended(await page.send({ do: "say", ...who, text: "hi" }));
    expect(await ann.post(`${inInbox(who)}/reply`, { text: "This is Ann." })).toMatchObject({ status: 202 });
    const words = await waitFor("Ann's words", () =>
      page.replies(who).find(({ text }) => text === "This is Ann."),
    );
    expect(await page.ended(words.trace ?? "")).toMatchObject({
      id: expect.stringMatching(/^turn:/),
      state: "answered",
    });
    await waitFor("the pause", () => chat(who)?.pausedAt !== undefined);
    expect(await page.ended(await page.send({ do: "say", ...who, text: "thanks" }))).toMatchObject({
      state: "handed-off",
    });
    expect(await ann.post(`${inInbox(who)}/resume`)).toMatchObject({
      status: 200,
      body: { result: "resumed" },
    });
    await waitFor("the bot", () => chat(who)?.pausedAt === undefined);
    expect(await page.ended(await page.send({ do: "say", ...who, text: "hi" }))).toMatchObject({
      state: "answered",
    });
    expect(await ann.post(`${inInbox(who)}/pause`, { quiet: true })).toMatchObject({
      status: 200,
      body: { result: "paused" },
    });
    await waitFor("the pause", () => chat(who)?.pausedAt !== undefined);
  });

  it("shows what the operator API does: a pause with a summary", async () => {
    const who = await aCustomer();
    await page.ended(await page.send({ do: "say", ...who, text: "hi" }));
    const path = `${chat(who)?.conversation}/pause`;
    expect(await operator.post(path, { quiet: true, summary: "x" })).toMatchObject({
      status: 200,
      body: { result: "paused" },
    });
    await waitFor("the handoff", () => chat(who)?.handoff?.summary === "x");
  });

  it("says who waits for a person, until one comes", async () => {
    const who = await aCustomer();
    await page.ended(await page.send({ do: "say", ...who, text: "human" }));
    const since = await waitFor("the waiting", () => chat(who)?.waitingSince);
    expect(Math.abs(Date.now() - since)).toBeLessThan(60_000);
    expect(await ann.post(`${inInbox(who)}/assign`, { to: "me" })).toMatchObject({ status: 200 });
    await waitFor("Ann", () => chat(who)?.waitingSince === undefined);
    expect(chat(who)).toMatchObject({ handoff: { reason: "asked" } });
  });

  it("shows the mail to the team when a customer asks for a person", async () => {
    const who = await aCustomer();
    await page.ended(await page.send({ do: "say", ...who, text: "human" }));
    await waitFor("the mail", () =>
      page.changes.some((change) => change.kind === "news" && change.news.kind === "mail"),
    );
    expect(chat(who)?.handoff).toMatchObject({ reason: expect.any(String) });
  });

  it("shows a template to a customer who has never written, who taps its button", async () => {
    const who = await aCustomer({ phone: "15550177099" });
    const values = { header: "L-1", "1": "Robin", "2": "Aurora", "3": "today", "button.0": "L-1" };
    const template = { name: "order_update", language: "en_US", values };
    const sent = { number: "support", contact: "+15550177099", template };
    expect(await operator.post("templates", sent)).toMatchObject({ status: 202 });
    const shown = await waitFor("the template", () => page.replies(who)[0]);
    expect(shown).toMatchObject({
      template: "order_update",
      options: ["Track it", "Ask a question"],
      trace: expect.stringMatching(/^turn:/),
    });
    const tap = await page.send({ do: "tap", ...who, message: shown.id, option: "Ask a question" });
    expect(await page.ended(tap)).toMatchObject({ state: "answered" });
    expect(page.bubbles.get(tap)).toMatchObject({ quoting: shown.id, text: "Ask a question" });
  });

  it("shows a template that staff send in the inbox", async () => {
    const who = await aCustomer();
    await page.ended(await page.send({ do: "say", ...who, text: "hi" }));
    expect(await ann.get("templates?number=support")).toMatchObject({
      body: { templates: expect.arrayContaining([expect.objectContaining({ name: "order_update" })]) },
    });
    const values = { header: "L-1", "1": "Robin", "2": "Aurora", "3": "today", "button.0": "L-1" };
    const template = { name: "order_update", language: "en_US", values };
    expect(await ann.post(`${inInbox(who)}/template`, { template })).toMatchObject({ status: 202 });
    await waitFor("the template", () =>
      page
        .replies(who)
        .find(({ template: name, trace }) => name === "order_update" && trace?.startsWith("turn:")),
    );
  });

  it("writes in the WhatsApp Business app, which pauses the bot", async () => {
    const who = await aCustomer();
    await page.ended(await page.send({ do: "say", ...who, text: "hi" }));
    const echo = await page.send({ do: "echo", ...who, text: "I take this one." });
    await waitFor("the pause", () => chat(who)?.pausedAt !== undefined);
    expect(page.bubbles.get(echo)).toMatchObject({ from: "business", by: "person" });
    expect(await page.ended(await page.send({ do: "say", ...who, text: "hi" }))).toMatchObject({
      state: "handed-off",
    });
    expect(await page.act({ do: "echo", ...SALES, text: "x" })).toMatchObject({
      ok: false,
      problem: expect.stringContaining("Meta"),
    });
  });

  it("stops marketing as customers do in WhatsApp itself", async () => {
    const who = await aCustomer();
    await page.ended(await page.send({ do: "say", ...who, text: "hi" }));
    await page.act({ do: "preference", ...who, value: "stop" });
    const stopped = await waitFor("the consent change", async () => {
      await page.act({ do: "say", ...who, text: "hello" });
      await atRest(stack());
      return chat(who)?.optedOut || chat(who)?.noTemplates;
    });
    expect(stopped).toBe(true);
  });

  it("shows a number that an admin switches off in the inbox", async () => {
    const ben = inboxOf(stack, "ben");
    const off = { number: "support", off: true };
    expect(await ann.post("switches", off)).toMatchObject({ status: 403 });
    expect(await ben.post("switches", off)).toMatchObject({ status: 200 });
    await waitFor("the switch in the chats", () => chat(SUPPORT)?.switchedOff);
    expect(await page.ended(await page.send({ do: "say", ...SUPPORT, text: "anybody?" }))).toMatchObject({
      state: "ignored",
      reason: "switched-off",
    });
    await ben.post("switches", { number: "support", off: false });
    await waitFor("the bot", () => chat(SUPPORT)?.switchedOff === false);
  });

  it("shows what others post to the front door", async () => {
    const before = page.traces.size;
    const payload = {
      object: "whatsapp_business_account",
      entry: [{ changes: [{ field: "messages", value: foreign("wamid.Zm9yZWlnbg==") }] }],
    };
    expect(await stack().meta.deliver(payload)).toMatchObject({ status: 200 });
    expect(await page.ended("wamid.Zm9yZWlnbg==")).toMatchObject({ state: "answered" });
    expect(page.traces.size).toBe(before + 1);
    expect(page.bubbles.get("wamid.Zm9yZWlnbg==")).toMatchObject({
      customer: "15550170000",
      text: "hi there",
    });
  });

  const foreign = (id: string) => ({
    metadata: { phone_number_id: "310000000000007" },
    contacts: [{ wa_id: "15550170000", profile: { name: "Kim" } }],
    messages: [
      {
        from: "15550170000",
        id,
        timestamp: String(Math.floor(Date.now() / 1000)),
        type: "text",
        text: { body: "hi there" },
      },
    ],
  });
});
