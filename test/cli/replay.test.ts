import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { signMetaBody } from "../../lib/providers/meta/webhook/signature.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/webhook/signature.ts";
import { FakeServer } from "../support/http-server.ts";
import { runCli } from "./support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "replay-cli-test-"));
const HOUR = 3600_000;
const THEN = 1_700_000_000_000;

const meta = (id: string, timestamp: string) =>
  JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: "1",
        changes: [{ value: { messages: [{ id, timestamp, type: "text", context: { id: "wamid.ours" } }] } }],
      },
    ],
  });
const form = "MessageSid=SM1&SmsSid=SM1&Body=a+b";
const session = (change: object = {}) => ({
  format: "chatsby-whatsapp-session",
  version: 1,
  webhooks: [
    { at: THEN, provider: "meta", body: meta("wamid.one", "1700000000") },
    { at: THEN + 2_000, provider: "twilio", body: form },
    { at: THEN + 5 * HOUR, provider: "meta", body: meta("wamid.one", "1700000000") },
  ],
  ...change,
});
const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

describe("wa replay", () => {
  const server = new FakeServer();
  beforeAll(() => server.start());
  beforeEach(() => {
    server.seen.length = 0;
    server.reply = { status: 200 };
  });
  afterAll(() => {
    server.stop();
    rmSync(folder, { recursive: true });
  });

  const replay = (
    content: unknown,
    args: readonly string[] = [],
    change: Parameters<typeof runCli>[1] = {},
  ) => runCli(["replay", file("session.json", content), ...args], { env: { WA_URL: server.url }, ...change });
  const messageIn = (body: string) => JSON.parse(body).entry[0].changes[0].value.messages[0];

  it("delivers all in their order, signed with the local secrets, as if sent now", async () => {
    const { code, out } = await replay(session());
    expect(code).toBe(0);
    expect(out).toMatch(/^1\/3 {2}meta {4}200.*\n2\/3 {2}twilio {2}200.*\n3\/3/);
    expect(server.seen.map(({ url }) => url)).toEqual([
      "/webhooks/meta",
      "/webhooks/twilio",
      "/webhooks/meta",
    ]);
    const [first, second, third] = server.seen;
    expect(first?.headers["x-hub-signature-256"]).toBe(
      signMetaBody(Buffer.from(first?.body ?? ""), "local-app-secret"),
    );
    expect(second?.headers["x-twilio-signature"]).toBe(
      signTwilioRequest(
        `http://localhost:${new URL(server.url).port}/webhooks/twilio`,
        [
          ["MessageSid", "SM1"],
          ["SmsSid", "SM1"],
          ["Body", "a b"],
        ],
        "local-twilio-token",
      ),
    );
    expect(Math.abs(Number(messageIn(first?.body ?? "").timestamp) * 1000 - Date.now())).toBeLessThan(10_000);
    expect(messageIn(first?.body ?? "")).toMatchObject({ id: "wamid.one", context: { id: "wamid.ours" } });
    expect(messageIn(third?.body ?? "").id).toBe("wamid.one");
  });

  it("waits as long as was waited then, at its speed, but not over night", async () => {
    const waits: number[] = [];
    const sleep = async (duration: number) => void waits.push(duration);
    await replay(session(), [], { sleep });
    await replay(session(), ["--speed", "10"], { sleep });
    await replay(session(), ["--speed", "0"], { sleep });
    expect(waits).toEqual([2_000, 60_000, 200, 60_000]);
  });

  it("keeps every byte when times are to stay", async () => {
    await replay(session(), ["--keep-times"]);
    expect(server.seen.map(({ body }) => body)).toEqual(session().webhooks.map(({ body }) => body));
  });

  it("makes new ids, the same for the same, and leaves what is quoted", async () => {
    await replay(session(), ["--new-ids"]);
    const [first, second, third] = server.seen.map(({ body }) => body);
    expect(messageIn(first ?? "").id).toMatch(/^wamid\.(?!one)/);
    expect(messageIn(third ?? "").id).toBe(messageIn(first ?? "").id);
    expect(messageIn(first ?? "").context.id).toBe("wamid.ours");
    expect(second).toMatch(/^MessageSid=(SM\w+)&SmsSid=\1&/);
    expect(second).not.toContain("SM1&");
  });

  it("fails when a webhook is not accepted, and reports it", async () => {
    server.reply = { status: 403 };
    const { code, err } = await replay(session());
    expect([code, err]).toEqual([
      1,
      "3 of 3 were not taken (200). 403: the secrets are not those of the stack.\n",
    ]);
  });

  it("leaves this machine only when asked to, with the secret of that stack, over https", async () => {
    const env = { WA_URL: "https://api.example.com" };
    const seen: string[] = [];
    const away = { env, fetch: async (url: unknown) => void seen.push(String(url)) as never };
    expect(await replay(session(), [], away)).toMatchObject({
      code: 2,
      err: expect.stringContaining("Add --yes"),
    });
    expect(await replay(session(), ["--yes"], away)).toMatchObject({
      code: 2,
      err: expect.stringContaining("WA_SECRETS"),
    });
    expect(
      await replay(session(), ["--yes"], { ...away, env: { WA_URL: "http://api.example.com" } }),
    ).toMatchObject({ code: 2 });
    expect(seen).toEqual([]);
  });

  it("reports that nothing answers", async () => {
    expect(await replay(session(), [], { env: { WA_URL: "http://127.0.0.1:9" } })).toMatchObject({
      code: 6,
      err: expect.stringContaining("Start it with npm start"),
    });
  });

  it.each([
    ["no JSON", "{", "it is not JSON"],
    ["something else", { format: "x" }, "format: is not chatsby-whatsapp-session"],
    ["a later version", session({ version: 2 }), "version: is not version 1"],
    [
      "a strange provider",
      session({ webhooks: [{ at: 1, provider: "sms", body: "" }] }),
      "webhooks.0.provider",
    ],
  ])("refuses %s", async (_, content, problem) => {
    expect(await replay(content)).toMatchObject({ code: 2, err: expect.stringContaining(problem) });
    expect(server.seen).toEqual([]);
  });

  it("refuses a value that is not a speed", async () => {
    expect(await replay(session(), ["--speed", "fast"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("0 to 1000"),
    });
  });
});
