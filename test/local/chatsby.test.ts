import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Mapping } from "../../lib/domain/dialect/dialect.ts";
import { FakeChatsby } from "../../local/chatsby/fake-chatsby.ts";
import { type Service, startService } from "../../local/http/service.ts";
import { FakeClock } from "../support/fakes.ts";
import { waitFor } from "../support/wait-for.ts";

const AGENT = "agent_1a2b3c4d5e";

describe("the fake of Chatsby", () => {
  const chatsby = new FakeChatsby({ agentIds: [AGENT], apiKey: () => "key", clock: new FakeClock() });

  beforeAll(() => chatsby.start());
  afterAll(() => chatsby.stop());
  beforeEach(() => chatsby.faults.clear());

  async function post(path: string, body: unknown, key = "key") {
    const response = await fetch(chatsby.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      http: response.status,
      retryAfter: response.headers.get("retry-after"),
      text,
      json: () => JSON.parse(text),
    };
  }
  const ask = (message: string, session_id = "1") =>
    post(`/v1/agents/${AGENT}/conversations`, { message, session_id });

  it("answers with nothing but `response` when the agent is in the path", async () => {
    const answer = await ask("Do you ship to Canada?");
    expect(Object.keys(answer.json())).toEqual(["response"]);
    expect(answer.json().response).toContain("**we ship to Canada**");
  });

  it("goes by the customer's words, and explains itself when there are none", async () => {
    const about = '⟦in reply to: "We send your refund to a person."⟧\n';
    expect((await ask(`${about}Do you ship to Canada?`)).json().response).toContain("**we ship to Canada**");
    expect(
      (await ask("⟦voice note: cannot be heard here; ask the customer to send words⟧")).json().response,
    ).toContain("**in words**");
  });

  it.each([
    ['⟦voice note: heard: "Do you ship to Canada?"⟧', "**we ship to Canada**"],
    ['⟦photo: the photo shows: "A green desk lamp."⟧', "> A green desk lamp.\n"],
    ['⟦document "list.csv": the document says: "article,name\nLL-1,Aurora"⟧', "> article,name\n"],
    ['⟦photo: the photo shows: "A lamp."⟧\nDo you ship to Canada?', "**we ship to Canada**"],
    ["⟦photo: cannot be seen here; ask the customer to say in words what it is about⟧", "**in words**"],
  ])("goes by what was understood of a file: %s", async (message, answer) => {
    expect((await ask(message)).json().response).toContain(answer);
  });

  it("answers with a message when the agent is in the body", async () => {
    const answer = await post("/v1/conversations", { agent_id: AGENT, message: "hello", session_id: "1" });
    expect(answer.json()).toMatchObject({
      conversation_id: expect.stringMatching(/^conv_/),
      message: { role: "assistant" },
    });
  });

  it("refuses as documented: missing fields, bad JSON, wrong key, unknown agent", async () => {
    const missing = {
      error: {
        type: "invalid_request_error",
        message: "The 'agent_id' field is required.",
        code: "missing_required_field",
        param: "agent_id",
        status: 400,
      },
    };
    expect((await post("/v1/conversations", { message: "x" })).json()).toEqual(missing);
    expect((await post(`/v1/agents/${AGENT}/conversations`, {})).json().error.param).toBe("message");
    expect((await post("/v1/conversations", "{")).json().error).toMatchObject({
      type: "invalid_request_error",
      status: 400,
    });
    expect(await post("/v1/conversations", { agent_id: AGENT, message: "x" }, "no")).toMatchObject({
      http: 401,
    });
    expect((await post("/v1/agents/agent_x/conversations", { message: "x" })).json().error.type).toBe(
      "not_found_error",
    );
  });

  it("remembers a session, and keeps sessions apart", async () => {
    await ask("Do you ship to Canada?", "a");
    expect((await ask("what did I ask?", "a")).json().response).toContain("Do you ship to Canada?");
    expect((await ask("what did I ask?", "b")).json().response).toContain("first question");
  });

  it("has an answer longer than one WhatsApp message, and an honest one for what it does not know", async () => {
    expect((await ask("Tell me everything")).json().response.length).toBeGreaterThan(4096);
    expect((await ask("What is the weight of the moon?")).json().response).toContain("I do not know");
  });

  it.each([
    ["How much are the lamps?", "| Aurora desk lamp |"],
    ["I want to return one", "30 days"],
    ["When are you open?", "9:00"],
    ["I want to talk to a human", "colleague"],
    ["Can I get an offer?", "e-mail"],
    ["dana@example.com", "noted"],
  ])("answers %p", async (question, part) => {
    expect((await ask(question)).json().response).toContain(part);
  });

  describe("with custom actions", () => {
    const seen: { url: string; authorization: string | undefined; body: unknown }[] = [];
    let answers: { status: number; body?: string }[] = [];
    let actions: Service;
    beforeAll(async () => {
      actions = await startService({}, async ({ path, headers, body }) => {
        seen.push({ url: path, authorization: headers.authorization, body: JSON.parse(body.toString()) });
        return answers.shift() ?? { status: 200, body: '{"message":"A colleague is on the way."}' };
      });
    });
    afterAll(() => actions.stop());
    beforeEach(() => {
      seen.length = 0;
      answers = [];
      chatsby.actions = { url: actions.url, token: "token" };
    });
    afterEach(() => {
      chatsby.actions = undefined;
    });

    it("asks for a person by one when the customer does so in a sentence, and repeats the returned message", async () => {
      expect((await ask("I want to talk to a human", "s1")).json().response).toBe(
        "A colleague is on the way.",
      );
      expect(seen).toEqual([
        {
          url: "/agent-actions/escalate",
          authorization: "Bearer token",
          body: { session_id: "s1", reason: "The customer asks for a person" },
        },
      ]);
      expect(chatsby.actionCalls.at(-1)).toMatchObject({ name: "escalate", session: "s1", status: 200 });
    });

    it("passes on an e-mail address by one", async () => {
      await ask("dana@example.com", "s2");
      expect(seen).toMatchObject([
        { url: "/agent-actions/lead", body: { session_id: "s2", email: "dana@example.com" } },
      ]);
    });

    it("answers by itself when the action fails, and calls none for a bare word or without a session", async () => {
      answers = [
        { status: 403, body: '{"error":"forbidden","message":"no"}' },
        { status: 200, body: "<html>" },
      ];
      for (const question of ["I want to talk to a human", "I want to talk to a human", "human"])
        expect((await ask(question, "s3")).json().response).toContain("colleague know");
      expect(seen).toHaveLength(2);
      expect(chatsby.actionCalls.slice(-2).map(({ status }) => status)).toEqual([403, 0]);
      await post(`/v1/agents/${AGENT}/conversations`, { message: "I want to talk to a human" });
      expect(seen).toHaveLength(2);
    });
  });

  describe("with a mapping", () => {
    const mapping: Mapping = {
      path: "/v2/{agentId}/ask?version=2",
      body: { q: "Q: {text}", ids: ["{thread}", "{session}"] },
      reply: "/data/0/answer",
      headers: { "X-Api-Key": "{apiKey}", "x-agent": "{agentId}" },
      thread: { from: "/conversation/id" },
    };
    const mapped = new FakeChatsby({
      agentIds: [AGENT],
      apiKey: () => "key",
      clock: new FakeClock(),
      mapping,
    });
    beforeAll(() => mapped.start());
    afterAll(() => mapped.stop());
    const askMapped = async (
      q: string,
      ids: unknown[],
      headers: object = { "x-api-key": "key", "x-agent": AGENT },
    ) => {
      const response = await fetch(`${mapped.url}/v2/${AGENT}/ask?version=2`, {
        method: "POST",
        headers: { ...headers },
        body: JSON.stringify({ q, ids }),
      });
      return { http: response.status, body: await response.json() };
    };

    it("answers where the mapping reads, and goes on by the thread it gave", async () => {
      const first = await askMapped("Q: Do you ship to Canada?", ["s1"]);
      expect(first).toEqual({
        http: 200,
        body: {
          data: [{ answer: expect.stringContaining("**we ship to Canada**") }],
          conversation: { id: "conv_1" },
        },
      });
      const second = await askMapped("Q: what did I ask?", ["conv_1", "s1"]);
      expect(JSON.stringify(second.body)).toContain("Do you ship to Canada?");
      expect((await askMapped("Q: hello", ["s2"])).body).toMatchObject({ conversation: { id: "conv_2" } });
      expect(mapped.questions.map(({ message, session, thread }) => [message, session, thread])).toEqual([
        ["Do you ship to Canada?", "s1", "conv_1"],
        ["what did I ask?", "s1", "conv_1"],
        ["hello", "s2", "conv_2"],
      ]);
    });

    it("knows nothing else: no other key, no other thread, and no documented dialect", async () => {
      expect((await askMapped("Q: hi", ["s1"], { authorization: "Bearer key" })).http).toBe(401);
      expect((await askMapped("Q: hi", ["conv_99", "s1"])).body).toMatchObject({
        error: { code: "conversation_not_found" },
      });
      const response = await fetch(`${mapped.url}/v1/agents/${AGENT}/conversations`, {
        method: "POST",
        headers: { authorization: "Bearer key" },
        body: '{"message":"hi"}',
      });
      expect(response.status).toBe(404);
    });
  });

  it("speaks only what it is told to", async () => {
    chatsby.speaks = new Set(["conversations"]);
    expect((await ask("hi")).json().error.code).toBe("resource_not_found");
    expect((await post("/v1/conversations", { agent_id: AGENT, message: "hi" })).http).toBe(200);
    chatsby.speaks = new Set();
    expect((await post("/v1/conversations", { agent_id: AGENT, message: "hi" })).http).toBe(404);
    chatsby.speaks = new Set(["agent-path", "conversations"]);
  });

  it("fails as planned, and keeps every question", async () => {
    chatsby.questions.length = 0;
    chatsby.faults.next(
      { code: 429, retryAfter: 7 },
      { status: 503 },
      "empty",
      "not-json",
      "cut-before-accept",
    );
    expect(await ask("1")).toMatchObject({ http: 429, retryAfter: "7" });
    expect((await ask("2")).http).toBe(503);
    expect((await ask("3")).json()).toEqual({ response: "" });
    expect((await ask("4")).text).toContain("<html>");
    await expect(ask("5")).rejects.toThrow();
    expect((await ask("6")).http).toBe(200);
    expect(chatsby.questions.map(({ message }) => message)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
});

describe("the fake of Chatsby that stops while a question waits", () => {
  it("leaves the caller without an answer, and complains of nothing", async () => {
    const slow = new FakeChatsby({ agentIds: [AGENT], apiKey: () => "key", clock: new FakeClock() });
    await slow.start();
    slow.delayMs = 60_000;
    const complaints = jest.spyOn(console, "error").mockImplementation(() => undefined);
    const answer = fetch(`${slow.url}/v1/agents/${AGENT}/conversations`, {
      method: "POST",
      headers: { authorization: "Bearer key" },
      body: JSON.stringify({ message: "Do you ship to Canada?", session_id: "1" }),
    });
    const refused = expect(answer).rejects.toThrow("fetch failed");
    await waitFor("the question", () => slow.questions.length === 1);
    await slow.stop();
    await refused;
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  });
});
