import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { chatsbyAgent } from "../../../lib/agents/chatsby/agent.ts";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import { FakeServer, hangs, type Reply } from "../../support/http-server.ts";

const question = { agentId: "agent_1a2b3c4d5e", text: "Do you ship?", session: "15550177001" };
let server: FakeServer;
beforeEach(async () => {
  server = new FakeServer();
  await server.start();
});
afterEach(() => server.stop());

const ask = (dialect: "agent-path" | "conversations" = "agent-path", timeoutMs = 20_000) =>
  chatsbyAgent({
    fetch,
    clock: { now: Date.now },
    apiUrl: server.url,
    dialect,
    timeoutMs,
    apiKey: async () => "chtb_test_1",
  }).ask(question, Date.now() + 20_000);
const apiError = (status: number, code: string): Reply => ({
  status,
  body: { error: { type: "x", message: "secret text", code, status } },
});

describe("the Chatsby agent", () => {
  it("is asked as the WhatsApp guide shows", async () => {
    server.reply = { status: 200, body: { response: "  **Yes**, we do.\n" } };
    expect(await ask()).toEqual({ text: "**Yes**, we do." });
    expect(server.seen[0]).toMatchObject({
      method: "POST",
      url: "/v1/agents/agent_1a2b3c4d5e/conversations",
      headers: { authorization: "Bearer chtb_test_1" },
    });
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({
      message: "Do you ship?",
      session_id: "15550177001",
    });
  });

  it("is asked as the developer pages show", async () => {
    server.reply = {
      status: 201,
      body: { conversation_id: "conv_1", message: { role: "assistant", content: "Yes." } },
    };
    expect(await ask("conversations")).toEqual({ text: "Yes." });
    expect(server.seen[0]?.url).toBe("/v1/conversations");
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({
      agent_id: "agent_1a2b3c4d5e",
      message: "Do you ship?",
      session_id: "15550177001",
    });
  });

  it.each<[string, Reply, string, "never" | "later"]>([
    [
      "a wrong key, which may have been rotated a moment ago",
      apiError(401, "invalid_api_key"),
      "invalid_api_key",
      "later",
    ],
    ["a wrong agent", apiError(404, "agent_not_found"), "agent_not_found", "never"],
    ["a bad request", apiError(400, "missing_required_field"), "missing_required_field", "never"],
    ["a code that is no code", apiError(422, "Dana said: hi"), "http_422", "never"],
    ["a rate limit", apiError(429, "rate_limited"), "rate_limited", "later"],
    ["a fault of theirs", { status: 503, body: "<html>" }, "http_503", "later"],
    ["a timeout of theirs", { status: 408, body: "" }, "http_408", "later"],
    ["a redirect", { status: 302, body: "", headers: { location: "/elsewhere" } }, "http_302", "never"],
    ["no answer in time", "hang", "timeout", "later"],
    ["an answer that breaks off", "slow-body", "timeout", "later"],
    ["a cut connection", "cut", "cut", "later"],
    ["a blank answer", { status: 200, body: { response: " \n" } }, "blank_answer", "later"],
    ["a blank message", { status: 200, body: { message: { content: "" } } }, "blank_answer", "later"],
    [
      "a reply that is no text",
      { status: 200, body: { response: { text: "hi" } } },
      "unreadable_answer",
      "later",
    ],
    ["an answer without a reply", { status: 200, body: { ok: true } }, "unreadable_answer", "later"],
    ["an answer that is not JSON", { status: 200, body: "hello" }, "unreadable_answer", "later"],
  ])("fails with its code and whether asking again may help: %s", async (_, reply, code, retry) => {
    server.reply = reply;
    const error = await ask("agent-path", hangs(reply) ? 200 : undefined).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: "IntegrationError", system: "chatsby", code, retry });
    expect(String(error)).not.toContain("secret text");
  });

  it.each([
    ["a blank one of the guide", { response: " ", message: { content: "Yes." } }],
    ["none of the guide", { response: null, message: { content: "Yes." } }],
    ["a blank one of the developer pages", { response: "Yes.", message: { content: "" } }],
  ])("returns the reply of either place, beside %s", async (_, body) => {
    server.reply = { status: 200, body };
    expect(await ask()).toEqual({ text: "Yes." });
  });

  it("is not asked when the turn's time is over, nor when nobody listens", async () => {
    const late = chatsbyAgent({
      fetch,
      clock: { now: () => Date.now() + 10_000 },
      apiUrl: server.url,
      dialect: "agent-path",
      timeoutMs: 300,
      apiKey: async () => "k",
    });
    await expect(late.ask(question, Date.now() + 5_000)).rejects.toMatchObject({
      code: "no_time",
      retry: "later",
    });
    expect(server.seen).toEqual([]);
    server.stop();
    await expect(ask()).rejects.toMatchObject({ code: "ECONNREFUSED", retry: "later" });
  });

  it("takes no Retry-After from an answer that a retry cannot change", async () => {
    server.reply = { status: 400, body: {}, headers: { "retry-after": "7" } };
    await expect(ask()).rejects.toMatchObject({ code: "http_400", retry: "never", retryAfter: undefined });
  });

  it.each([
    ["7", 7],
    ["0", 0],
    ["-5", undefined],
    ["99999", 3600],
    [new Date(Date.now() + 30_000).toUTCString(), 30],
    ["soon", undefined],
  ])("honours Retry-After: %s", async (header, seconds) => {
    server.reply = { status: 429, body: {}, headers: { "retry-after": header } };
    const error = await ask().catch((thrown: unknown) => thrown);
    const found = error instanceof IntegrationError ? error.retryAfter : undefined;
    if (seconds === undefined) expect(found).toBeUndefined();
    else expect(Math.abs((found ?? 0) - seconds)).toBeLessThanOrEqual(1);
  });
});
