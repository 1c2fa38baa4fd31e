import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { chatsbyAgent } from "../../../lib/agents/chatsby/agent.ts";
import type { Question } from "../../../lib/application/ports/ports.ts";
import type { Mapping } from "../../../lib/domain/dialect/dialect.ts";
import { fillJson } from "../../../lib/domain/dialect/template.ts";
import { anyText } from "../../support/any-text.ts";
import { FakeServer } from "../../support/http-server.ts";

const MAPPING: Mapping = { path: "/ask", body: { q: "{text}" }, reply: "/data/answer" };
const question: Question = { agentId: "agent/1", text: "Do you ship?", session: "+1 555" };

let server: FakeServer;
beforeEach(async () => {
  server = new FakeServer();
  await server.start();
  server.reply = { status: 200, body: { data: { answer: "Yes." } } };
});
afterEach(() => server.stop());

const ask = (change: Partial<Mapping> = {}, asked: Partial<Question> = {}) =>
  chatsbyAgent({
    fetch,
    clock: { now: Date.now },
    apiUrl: server.url,
    dialect: { ...MAPPING, ...change },
    timeoutMs: 20_000,
    apiKey: async () => "key-1",
  }).ask({ ...question, ...asked }, Date.now() + 20_000);
const bodies = () => server.seen.map(({ body }) => JSON.parse(body));

describe("an agent spoken to by a mapping", () => {
  it("is asked at its path with its body, and answers where the pointer says", async () => {
    const path = "/v2/{agentId}/ask/{session}?version=2";
    const body = { q: "Q: {text}", list: ["{session}", 1, true, null, { of: "{agentId}" }], "{": "{ text }" };
    expect(await ask({ path, body })).toEqual({ text: "Yes." });
    expect(server.seen[0]).toMatchObject({ method: "POST", url: "/v2/agent%2F1/ask/%2B1%20555?version=2" });
    expect(bodies()[0]).toEqual({
      q: "Q: Do you ship?",
      list: ["+1 555", 1, true, null, { of: "agent/1" }],
      "{": "{ text }",
    });
  });

  it("reads the text wherever it stands, with names that need an escape", async () => {
    server.reply = { status: 200, body: { "a/b": [{ "m~n": " Yes. " }] } };
    expect(await ask({ reply: "/a~1b/0/m~0n" })).toEqual({ text: "Yes." });
  });

  it.each([
    ["/data/missing", "unreadable_answer"],
    ["/data", "unreadable_answer"],
    ["/data/answer/length", "unreadable_answer"],
    ["/data/list/01", "unreadable_answer"],
    ["/constructor/name", "unreadable_answer"],
    ["/data/blank", "blank_answer"],
  ])("fails where there is no text: %s", async (reply, code) => {
    server.reply = { status: 200, body: { data: { answer: "Yes.", list: ["x"], blank: " \n" } } };
    await expect(ask({ reply })).rejects.toMatchObject({ code, retry: "later", system: "chatsby" });
  });

  it("gets the key as a bearer token, or only where a header has it", async () => {
    await ask();
    await ask({ headers: { Accept: "application/json" } });
    await ask({ headers: { "X-Api-Key": "{apiKey}", "x-agent": "a {agentId}" } });
    await ask({ headers: { Authorization: "Token {apiKey}" } });
    const { authorization, ...third } = server.seen[2]?.headers ?? {};
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      "Bearer key-1",
      "Bearer key-1",
      undefined,
      "Token key-1",
    ]);
    expect([authorization, third["x-api-key"], third["x-agent"]]).toEqual([undefined, "key-1", "a agent/1"]);
    expect(server.seen.map(({ headers }) => headers["content-type"])).toEqual(
      Array.from({ length: 4 }, () => "application/json"),
    );
  });
});

describe("a mapping with threads", () => {
  const threaded: Partial<Mapping> = {
    body: { q: "{text}", context: { id: "{thread}" }, ids: ["{thread}"] },
    thread: { from: "/conversation_id" },
  };
  const answer = (conversation_id: unknown) => ({
    status: 200,
    body: { conversation_id, data: { answer: "Yes." } },
  });

  it.each(["conv_1", 17])(
    "leaves the thread out of the first question, and carries %j in the next",
    async (id) => {
      server.reply = answer(id);
      const { thread } = await ask(threaded);
      if (!thread) throw new Error("no thread");
      await ask(threaded, { thread });
      expect(bodies()).toEqual([{ q: "Do you ship?" }, { q: "Do you ship?", context: { id }, ids: [id] }]);
    },
  );

  it("keeps the known one when the response names none, or something that is no id", async () => {
    server.reply = answer("conv_1");
    const { thread } = await ask(threaded);
    if (!thread) throw new Error("no thread");
    for (const none of [undefined, null, "", {}, 1.5, 2 ** 60, "x".repeat(600)]) {
      server.reply = answer(none);
      expect(await ask(threaded)).toEqual({ text: "Yes." });
      expect(await ask(threaded, { thread })).toEqual({ text: "Yes.", thread });
    }
  });

  it("is not given to another agent, nor at another address", async () => {
    server.reply = answer("conv_1");
    const { thread } = await ask(threaded);
    if (!thread) throw new Error("no thread");
    server.reply = answer(undefined);
    expect(await ask(threaded, { thread, agentId: "agent_2" })).toEqual({ text: "Yes." });
    expect(await ask({ ...threaded, path: "/v2/ask" }, { thread })).toEqual({ text: "Yes." });
    expect(bodies().slice(1)).toEqual([{ q: "Do you ship?" }, { q: "Do you ship?" }]);
  });

  it.each([400, 404, 409, 410, 422])(
    "begins a new one when the agent no longer knows it (%i)",
    async (status) => {
      server.reply = answer("conv_1");
      const { thread } = await ask(threaded);
      if (!thread) throw new Error("no thread");
      server.reply = { status, body: { error: { code: "no_such_conversation" } } };
      await expect(ask(threaded, { thread })).rejects.toMatchObject({ code: "no_such_conversation" });
      expect(bodies().slice(1)).toEqual([
        { q: "Do you ship?", context: { id: "conv_1" }, ids: ["conv_1"] },
        { q: "Do you ship?" },
      ]);
    },
  );

  it.each([401, 429, 500])("is kept through a failure that says nothing of it (%i)", async (status) => {
    server.reply = answer("conv_1");
    const { thread } = await ask(threaded);
    if (!thread) throw new Error("no thread");
    server.reply = { status, body: {} };
    await expect(ask(threaded, { thread })).rejects.toMatchObject({ retry: "later" });
    expect(server.seen).toHaveLength(2);
  });
});

describe("a template", () => {
  it("inserts values as they are, in any place of any body", () => {
    fc.assert(
      fc.property(anyText(), fc.jsonValue(), (text, rest) => {
        const plain: unknown = JSON.parse(JSON.stringify(rest), (_, value) =>
          typeof value === "string" ? value.replaceAll("{", "(") : value,
        );
        const filled = fillJson({ q: "{text}", half: "Q: {text}", plain }, { text });
        expect(JSON.parse(JSON.stringify(filled))).toMatchObject(
          JSON.parse(JSON.stringify({ q: text, half: `Q: ${text}` })),
        );
      }),
    );
  });

  it("keeps what is empty already, and leaves out what a missing value has emptied", () => {
    const body = { none: {}, list: [], q: "{text}", a: { b: ["{thread}"] }, c: ["id:{thread}", 1] };
    expect(fillJson(body, { text: "hi" })).toEqual({ none: {}, list: [], q: "hi", c: [1] });
    expect(fillJson(body, { text: "hi", thread: 7 })).toMatchObject({ a: { b: [7] }, c: ["id:7", 1] });
  });

  it("has no names but the body's own", () => {
    const body = JSON.parse('{"__proto__": {"q": "{text}"}}');
    expect(JSON.stringify(fillJson(body, { text: "hi" }))).toBe('{"__proto__":{"q":"hi"}}');
  });
});
