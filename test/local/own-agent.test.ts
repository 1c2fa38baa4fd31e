import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { ChatsbyRelay, relayTo } from "../../local/chatsby/relay.ts";
import { optionsFrom } from "../../local/cli/environment.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { ServiceRequest } from "../../local/http/service.ts";
import { FakeServer } from "../support/http-server.ts";

const folder = mkdtempSync(join(tmpdir(), "own-agent-test-"));
const path = join(folder, "settings.json");

describe("your own agent with npm start", () => {
  afterAll(() => rmSync(folder, { recursive: true }));
  const options = (file: object, env: Record<string, string> = {}) => {
    writeFileSync(path, JSON.stringify(file));
    return optionsFrom({ WA_SETTINGS: path, CHATSBY_API_KEY: "chtb_live_1", ...env }, 4000);
  };

  it("is asked at the real Chatsby, with the key of the environment", () => {
    expect(options(DEMO_SETTINGS)).toMatchObject({
      settings: { chatsby: { apiUrl: "https://api.chatsby.co" } },
      secrets: { chatsby: { apiKey: "chtb_live_1" }, identityKey: expect.any(String) },
    });
  });

  it("is asked where the settings say", () => {
    expect(options({ ...DEMO_SETTINGS, chatsby: { apiUrl: "https://eu.example" } })).toMatchObject({
      settings: { chatsby: { apiUrl: "https://eu.example" } },
    });
  });

  it("needs settings that name it", () => {
    expect(() => optionsFrom({ CHATSBY_API_KEY: "chtb_live_1" }, 4000)).toThrow(
      "CHATSBY_API_KEY: also set WA_SETTINGS",
    );
  });

  it("is not asked without a key", () => {
    expect(optionsFrom({ CHATSBY_API_KEY: "" }, 4000)).toMatchObject({ settings: DEMO_SETTINGS });
  });
});

describe("the way to an agent elsewhere", () => {
  const there = new FakeServer();
  const seen: string[] = [];
  const watch = ({ method, path: asked }: ServiceRequest) => {
    seen.push(`${method} ${asked}`);
    return undefined;
  };
  let relay: ChatsbyRelay;
  beforeAll(() => there.start());
  beforeEach(async () => {
    there.reply = { status: 200, body: { response: "hello" } };
    there.seen.length = 0;
    relay = new ChatsbyRelay({ target: `${there.url}/`, fetch, watch });
    await relay.start();
  });
  afterEach(() => relay.stop());
  afterAll(() => there.stop());
  const ask = () =>
    fetch(`${relay.url}/v1/agents/a/conversations`, {
      method: "POST",
      headers: { authorization: "Bearer k", "content-type": "application/json", cookie: "x=1" },
      body: '{"message":"hi"}',
    });

  it("passes on what is asked and answered, and is seen", async () => {
    expect(await (await ask()).json()).toEqual({ response: "hello" });
    expect(there.seen).toMatchObject([
      {
        method: "POST",
        url: "/v1/agents/a/conversations",
        headers: { authorization: "Bearer k" },
        body: '{"message":"hi"}',
      },
    ]);
    expect(there.seen[0]?.headers).not.toHaveProperty("cookie");
    expect(seen).toContain("POST /v1/agents/a/conversations");
  });

  it("passes on a mapping's headers", async () => {
    await relay.stop();
    relay = new ChatsbyRelay({ target: there.url, fetch, headers: ["x-api-key"] });
    await relay.start();
    await fetch(`${relay.url}/ask`, {
      method: "POST",
      headers: { "X-Api-Key": "k", cookie: "x=1" },
      body: "{}",
    });
    expect(there.seen[0]?.headers).toMatchObject({ "x-api-key": "k" });
    expect(there.seen[0]?.headers).not.toHaveProperty("cookie");
  });

  it("passes on refusals with what they ask for", async () => {
    there.reply = { status: 429, body: { error: { code: "slow" } }, headers: { "retry-after": "7" } };
    const response = await ask();
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "7"]);
  });

  it("can be slowed down and broken", async () => {
    relay.delayMs = 150;
    const start = performance.now();
    await ask();
    expect(performance.now() - start).toBeGreaterThan(140);
    relay.faults.always({ status: 503 });
    expect((await ask()).status).toBe(503);
    expect(there.seen).toHaveLength(1);
  });

  it("is cut when nobody is there", async () => {
    there.reply = "cut";
    await expect(ask()).rejects.toThrow("fetch failed");
  });

  it("is not taken to an agent on this machine", () => {
    expect(relayTo({}, watch)).toBeUndefined();
    for (const url of ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"])
      expect(relayTo({ apiUrl: url }, watch)).toBeUndefined();
    expect(relayTo({ apiUrl: "https://api.chatsby.co" }, watch)).toBeInstanceOf(ChatsbyRelay);
  });
});
