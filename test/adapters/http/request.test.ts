import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Fetch } from "../../../lib/adapters/http/fetch.ts";
import { lightFetch } from "../../../lib/adapters/http/light-fetch.ts";
import { type HttpRequest, request } from "../../../lib/adapters/http/request.ts";
import { FakeServer } from "../../support/http-server.ts";

let server: FakeServer;
beforeEach(async () => {
  server = new FakeServer();
  await server.start();
});
afterEach(() => server.stop());

const FETCHES: readonly [string, Fetch][] = [
  ["Node's fetch", fetch],
  ["the worker's own", lightFetch(Date.now)],
];
let used: Fetch = fetch;

const basics = () => ({
  fetch: used,
  clock: { now: Date.now },
  url: server.url,
  headers: {},
  body: "{}",
  timeoutMs: 20_000,
  deadline: Date.now() + 20_000,
});
const post = (change: Partial<HttpRequest> = {}) => request({ ...basics(), ...change });

/** Fails as Node's does, with this cause. */
const failing =
  (cause: unknown): Fetch =>
  () =>
    Promise.reject(new TypeError("fetch failed", { cause }));

describe.each(FETCHES)("an HTTP request by %s", (_, given) => {
  beforeEach(() => {
    used = given;
  });

  it("ends with status, headers and the parsed body", async () => {
    server.reply = { status: 418, body: { a: "ü" }, headers: { "retry-after": "7" } };
    const result = await post();
    expect(result).toMatchObject({ kind: "response", status: 418, json: { a: "ü" } });
    expect(result.kind === "response" && result.headers.get("retry-after")).toBe("7");
  });

  it("is a POST with its body unless it asks for something only", async () => {
    await post({ body: '{"a":1}' });
    const { body: _, ...asking } = {
      ...basics(),
      method: "GET" as const,
      url: `${server.url}/things?page=2`,
    };
    expect(await request(asking)).toMatchObject({ kind: "response", status: 200 });
    expect(server.seen).toMatchObject([
      { method: "POST", body: '{"a":1}' },
      { method: "GET", url: "/things?page=2", body: "" },
    ]);
  });

  it.each(["", "<html>", "{"])("has no JSON when the body is %p", async (body) => {
    server.reply = { status: 200, body };
    expect(await post()).toMatchObject({ kind: "response", status: 200, json: undefined });
  });

  it("reads no more than 1 MB, or than the given limit", async () => {
    server.reply = { status: 200, body: "1".repeat(1024 * 1024) };
    expect(await post()).toHaveProperty("json", Number.POSITIVE_INFINITY);
    server.reply = { status: 200, body: "1".repeat(1024 * 1024 + 1) };
    expect(await post()).toHaveProperty("json", undefined);
    expect(await post({ maxBytes: 1024 * 1024 + 1 })).toHaveProperty("json", Number.POSITIVE_INFINITY);
  });

  it("follows no redirect", async () => {
    server.reply = { status: 308, headers: { location: `${server.url}/stolen` } };
    const headers = { authorization: "Bearer token" };
    for (const method of ["POST", "GET"] as const) {
      const body = method === "POST" ? { body: "{}" } : {};
      const { body: _, ...rest } = basics();
      expect(await request({ ...rest, ...body, method, headers })).toMatchObject({
        kind: "response",
        status: 308,
      });
    }
    expect(server.seen.map(({ url }) => url)).toEqual(["/", "/"]);
  });

  it.each([
    ["its own time", { timeoutMs: 80 }],
    ["the time of all", { deadline: Date.now() + 80 }],
  ])("ends with %s", async (_, change) => {
    for (const reply of ["hang", "slow-body"] as const) {
      server.reply = reply;
      const limits = "deadline" in change ? { deadline: Date.now() + 80 } : change;
      expect(await post(limits)).toEqual({ kind: "no-response", code: "timeout" });
    }
  });

  it("is not begun without time", async () => {
    expect(await post({ deadline: Date.now() })).toEqual({ kind: "unreachable", code: "no_time" });
    expect(server.seen).toEqual([]);
  });

  it("may have been taken when the connection is cut", async () => {
    server.reply = "cut";
    expect(await post()).toEqual({ kind: "no-response", code: "cut" });
  });

  it("was certainly not taken when nobody listens", async () => {
    server.stop();
    expect(await post()).toEqual({ kind: "unreachable", code: "ECONNREFUSED" });
    expect(await post({ url: server.url.replace("127.0.0.1", "localhost") })).toEqual({
      kind: "unreachable",
      code: "ECONNREFUSED",
    });
  });

  it.each([
    [
      "an unknown host",
      { code: "ENOTFOUND", syscall: "getaddrinfo" },
      { kind: "unreachable", code: "ENOTFOUND" },
    ],
    [
      "a network without a way there",
      { code: "ENETUNREACH", syscall: "connect" },
      { kind: "unreachable", code: "ENETUNREACH" },
    ],
    [
      "a connection that never came",
      { code: "UND_ERR_CONNECT_TIMEOUT" },
      { kind: "unreachable", code: "UND_ERR_CONNECT_TIMEOUT" },
    ],
    [
      "several addresses, all of them dead",
      { errors: [{ code: "ECONNREFUSED" }, { code: "ETIMEDOUT", syscall: "connect" }] },
      { kind: "unreachable", code: "ECONNREFUSED" },
    ],
    [
      "several failures, one of them later",
      { errors: [{ code: "ECONNREFUSED" }, { code: "ECONNRESET", syscall: "read" }] },
      { kind: "no-response", code: "cut" },
    ],
    ["a reset", { code: "ECONNRESET", syscall: "read" }, { kind: "no-response", code: "cut" }],
    ["a timeout in the middle", { code: "ETIMEDOUT", syscall: "read" }, { kind: "no-response", code: "cut" }],
    ["no cause at all", undefined, { kind: "no-response", code: "cut" }],
  ])("shows by its cause whether it was taken: %s", async (_, cause, result) => {
    expect(await post({ fetch: failing(cause) })).toEqual(result);
  });
});
