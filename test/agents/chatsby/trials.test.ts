import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { trialFinding } from "../../../lib/agents/chatsby/trial-finding.ts";
import { tryDialects } from "../../../lib/agents/chatsby/try-dialects.ts";
import type { Dialect } from "../../../lib/domain/dialect/dialect.ts";
import { FakeServer, hangs, type Reply } from "../../support/http-server.ts";

const MAPPING: Dialect = {
  path: "/ask",
  body: { q: "{text}", id: "{thread}" },
  reply: "/answer",
  thread: { from: "/id" },
};

let server: FakeServer;
beforeEach(async () => {
  server = new FakeServer();
  await server.start();
});
afterEach(() => server.stop());

async function findingFor(reply: Reply, dialect: Dialect = "agent-path") {
  server.reply = reply;
  const trials = await tryDialects(
    {
      fetch,
      clock: { now: Date.now },
      apiUrl: server.url,
      dialect,
      timeoutMs: hangs(reply) ? 200 : 20_000,
      apiKey: async () => "chtb_secret",
    },
    { agentId: "agent_1", text: "Hello?", session: "test-1" },
  );
  return trialFinding(trials, { number: "support", configured: dialect, fix: "set it" });
}

describe("trying the dialects", () => {
  it.each<[string, Reply, string, RegExp, RegExp]>([
    ["a page", { status: 200, body: "<html>Private words" }, "problem", /: no JSON\./, /chatsby.apiUrl/],
    [
      "an answer elsewhere",
      { status: 200, body: { id: "c1", data: { reply: "Private words" } } },
      "problem",
      /\{id: string, data: \{reply: string\}\}/,
      /stands at \/data\/reply, a mapping reads it/,
    ],
    ["only a text", { status: 200, body: '"Private words"' }, "problem", /: string\./, /the response itself/],
    [
      "a blank answer",
      { status: 200, body: { response: " " } },
      "problem",
      /blank_answer.*empty string/,
      /mapping/,
    ],
    ["a redirect", { status: 302, body: "", headers: { location: "/x" } }, "problem", /http_302/, /apiUrl/],
    [
      "a refused key",
      { status: 401, body: { error: { code: "no_key" } } },
      "problem",
      /no_key/,
      /secrets set chatsby.apiKey/,
    ],
    [
      "a refusal in prose",
      { status: 400, body: { error: { code: "Private words" } } },
      "problem",
      /http_400/,
      /./,
    ],
    ["an outage", { status: 503, body: "Private words" }, "warning", /http_503/, /Try again/],
    ["a limit", { status: 429, body: {} }, "warning", /http_429/, /Try again/],
    ["no response in time", "hang", "warning", /timeout/, /Try again/],
    ["a response that breaks off", "slow-body", "warning", /timeout/, /Try again/],
  ])("judges %s", async (_, reply, verdict, evidence, fix) => {
    const found = await findingFor(reply);
    expect(found).toMatchObject({ check: "chatsby.answer", number: "support", verdict });
    expect(found.evidence).toMatch(evidence);
    expect(found.fix).toMatch(fix);
    expect(JSON.stringify(found)).not.toMatch(/Private|chtb_secret|Hello\?/);
    expect(server.seen.map(({ url }) => url)).toEqual([
      "/v1/agents/agent_1/conversations",
      "/v1/conversations",
    ]);
  });

  it("begins with the one that is configured, and stops at the first answer", async () => {
    const found = await findingFor({ status: 200, body: { response: "Private words" } }, "conversations");
    expect(found).toMatchObject({ verdict: "ok", evidence: expect.stringContaining("{response: string}") });
    expect(server.seen.map(({ url }) => url)).toEqual(["/v1/conversations"]);
  });

  it("tries the documented ones after a mapping that finds no answer", async () => {
    const found = await findingFor({ status: 200, body: { response: "Private words" } }, MAPPING);
    expect(found).toMatchObject({ verdict: "problem", fix: "set it" });
    expect(found.evidence).toMatch(/^your mapping: .*unreadable_answer.* agent-path: answered/);
  });

  it("warns of a mapping whose conversations have no id where it looks for one", async () => {
    expect(await findingFor({ status: 200, body: { answer: "Yes.", id: "c1" } }, MAPPING)).toMatchObject({
      verdict: "ok",
    });
    expect(await findingFor({ status: 200, body: { answer: "Yes." } }, MAPPING)).toMatchObject({
      verdict: "warning",
      evidence: expect.stringContaining("each question begins a new conversation"),
    });
  });
});
