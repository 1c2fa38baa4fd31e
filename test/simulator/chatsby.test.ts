import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeChatsby } from "../../lib/simulator/chatsby/fake-chatsby.ts";
import { FakeClock } from "../support/fakes.ts";

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
    return { http: response.status, retryAfter: response.headers.get("retry-after"), text, json: () => JSON.parse(text) };
  }
  const ask = (message: string, session_id = "1") => post(`/v1/agents/${AGENT}/conversations`, { message, session_id });

  it("answers with nothing but `response` when the agent is in the path", async () => {
    const answer = await ask("Do you ship to Canada?");
    expect(Object.keys(answer.json())).toEqual(["response"]);
    expect(answer.json().response).toContain("**we ship to Canada**");
  });

  it("answers with a message when the agent is in the body", async () => {
    const answer = await post("/v1/conversations", { agent_id: AGENT, message: "hello", session_id: "1" });
    expect(answer.json()).toMatchObject({ conversation_id: expect.stringMatching(/^conv_/), message: { role: "assistant" } });
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
    expect((await post("/v1/conversations", "{")).json().error).toMatchObject({ type: "invalid_request_error", status: 400 });
    expect(await post("/v1/conversations", { agent_id: AGENT, message: "x" }, "no")).toMatchObject({ http: 401 });
    expect((await post("/v1/agents/agent_x/conversations", { message: "x" })).json().error.type).toBe("not_found_error");
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

  it("fails as planned, and keeps every question", async () => {
    chatsby.questions.length = 0;
    chatsby.faults.next({ code: 429, retryAfter: 7 }, { status: 503 }, "empty", "not-json", "cut-before-accept");
    expect(await ask("1")).toMatchObject({ http: 429, retryAfter: "7" });
    expect((await ask("2")).http).toBe(503);
    expect((await ask("3")).json()).toEqual({ response: "" });
    expect((await ask("4")).text).toContain("<html>");
    await expect(ask("5")).rejects.toThrow();
    expect((await ask("6")).http).toBe(200);
    expect(chatsby.questions.map(({ message }) => message)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
});
