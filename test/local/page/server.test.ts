import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "@jest/globals";
import { fileAnswer } from "../../../local/page/files.ts";
import { PageReader, SUPPORT } from "../../support/page.ts";
import { aStack } from "../../support/quiet-stack.ts";
import { waitFor } from "../../support/wait-for.ts";

const PATHS = ["/", "/local/events", "/local/export", "/local/page/page.css"];

describe("the page's server", () => {
  const stack = aStack();
  const page = new PageReader(stack);
  afterAll(() => page.close());

  /** `fetch` sets Host by itself. */
  const ask = (method: string, path: string, headers: Record<string, string>, body = "") =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const asked = request({ port: stack().port, host: "127.0.0.1", method, path, headers }, (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        const done = () => resolve({ status: response.statusCode ?? 0, body: text });
        // Events never end.
        if (response.headers["content-type"] === "text/event-stream") response.destroy();
        response.on("close", done);
      });
      asked.on("error", reject);
      asked.end(body);
    });
  const own = () => `localhost:${stack().port}`;

  it("begins with everything there is, then sends what changes", async () => {
    const snapshot = await page.open();
    expect(snapshot).toMatchObject({
      offset: 0,
      numbers: [
        { name: "support", provider: "meta" },
        { name: "sales", provider: "twilio" },
      ],
      bubbles: [],
      traces: [],
      faults: { sends: [], agentSlowSeconds: 0, agentDown: false, statuses: "normal" },
      agent: { kind: "built-in" },
      inbox: {
        signIn: `${stack().cognito.url}/local/sign-in`,
        staff: [
          { user: "ann", name: "Ann", isAdmin: false },
          { user: "ben", name: "Ben", isAdmin: true },
        ],
      },
    });
    expect(snapshot.customers.map(({ phone, country }) => [phone !== undefined, country])).toEqual([
      [true, "US"],
      [false, "US"],
      [true, "GB"],
    ]);
    const id = await page.send({ do: "say", ...SUPPORT, text: "Do you ship to Canada?" });
    await page.ended(id);
    await waitFor("read ticks", () => page.replies()[0]?.ticks === "read");
    await waitFor("a chat without a waiting message", () =>
      [...page.chats.values()].some(({ waiting }) => waiting === 0),
    );
    expect(page.ids).toEqual([...page.ids].sort((a, b) => a - b));
  });

  it("gives a returning reader a new snapshot that holds what was missed", async () => {
    const again = new PageReader(stack);
    const { bubbles, traces, chats } = await again.open();
    again.close();
    expect(bubbles.map(({ from }) => from)).toEqual(["customer", "business"]);
    expect(traces[0]).toMatchObject({ state: "answered" });
    expect(chats[0]).toMatchObject({ ...SUPPORT, waiting: 0 });
    expect(again.ids[0]).toBeGreaterThan(page.ids[0] ?? 0);
  });

  it.each(PATHS)("does not serve %s under a name that somebody else points here", async (path) => {
    expect((await ask("GET", path, { host: "evil.example" })).status).toBe(403);
    expect((await ask("GET", path, { host: `localhost.evil.example:${stack().port}` })).status).toBe(403);
    expect((await ask("GET", path, { host: own() })).status).not.toBe(403);
  });

  const ACT = JSON.stringify({ do: "advance-clock", milliseconds: 1_000 });
  it.each<[string, Record<string, string>]>([
    ["another site", { origin: "https://evil.example" }],
    ["another port of this machine", { origin: "http://localhost:1" }],
    ["a sandboxed frame", { origin: "null" }],
    ["a browser that says that it comes from elsewhere", { "sec-fetch-site": "cross-site" }],
    ["a form, which needs no permission", { "content-type": "text/plain" }],
  ])("takes no command from %s", async (_, headers) => {
    const answer = await ask(
      "POST",
      "/local/act",
      { host: own(), "content-type": "application/json", ...headers },
      ACT,
    );
    expect([403, 415]).toContain(answer.status);
    expect(stack().clock.offset).toBe(0);
  });

  it("takes a command from the page itself", async () => {
    const headers = {
      host: own(),
      origin: `http://${own()}`,
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
    };
    expect((await ask("POST", "/local/act", headers, ACT)).status).toBe(200);
    expect(stack().clock.offset).toBe(1_000);
    await waitFor("news of the clock", () => page.changes.some(({ kind }) => kind === "clock"));
  });

  it.each<[string, string, string]>([
    ["no JSON", "{", "not JSON"],
    ["an unknown act", '{"do":"sing"}', "do: use one of say, send"],
    ["an unknown fault", '{"do":"fault","fault":{"kind":"flood"}}', "fault.kind: use one of duplicate"],
    ["an empty message", JSON.stringify({ do: "say", ...SUPPORT, text: "" }), "text: is empty"],
    ["a hold of one", '{"do":"fault","fault":{"kind":"hold","count":1}}', "fault.count: use 2 to 10"],
    ["a clock that goes back", '{"do":"advance-clock","milliseconds":-1}', "milliseconds: use at least 1"],
  ])("explains what is wrong with %s", async (_, body, problem) => {
    const answer = await ask("POST", "/local/act", { host: own(), "content-type": "application/json" }, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  });

  it("explains what cannot be done", async () => {
    expect(await page.act({ do: "say", customer: "1", number: "support", text: "x" })).toMatchObject({
      ok: false,
    });
    expect(await page.act({ do: "say", ...SUPPORT, number: "none", text: "x" })).toMatchObject({
      problem: "There is no number of that name: use support or sales.",
    });
  });
});

describe("the page's files", () => {
  const folder = mkdtempSync(join(tmpdir(), "page-test-"));
  const url = pathToFileURL(`${folder}/`);
  writeFileSync(join(folder, "app.js"), "1");
  writeFileSync(join(folder, "secret.txt"), "x");
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are served with their type, cached nowhere, and may load nothing from elsewhere", async () => {
    expect(await fileAnswer(url, "app.js")).toMatchObject({
      status: 200,
      headers: {
        "content-type": "text/javascript; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": expect.stringMatching(/^default-src 'none'; script-src 'self';/),
        "x-content-type-options": "nosniff",
      },
    });
  });

  it.each([
    "none.js",
    "secret.txt",
    "../page.ts",
    "..%2fpage.ts",
    "/etc/passwd",
    "",
    "a/../app.js",
    "%2e%2e/page.ts",
  ])("are not %j", async (name) => expect(await fileAnswer(url, name)).toMatchObject({ status: 404 }));
});
