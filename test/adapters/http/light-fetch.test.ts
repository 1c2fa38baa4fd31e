import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { lightFetch } from "../../../lib/adapters/http/light-fetch.ts";
import { request } from "../../../lib/adapters/http/request.ts";

let server: Server;
let url: string;
const connected: Socket[] = [];
const seen: { method: string; url: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
let now = 1_000_000;

beforeEach(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(200, { "Retry-After": "7", "Set-Cookie": ["a=1", "b=2"] }).end("{}");
  });
  server.on("connection", (socket) => connected.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  connected.length = 0;
  seen.length = 0;
});

const options = () => ({
  method: "POST" as const,
  headers: { "content-type": "application/json" },
  body: '{"a":"ü"}',
  signal: AbortSignal.timeout(5_000),
  redirect: "manual" as const,
});

async function call(fetch: ReturnType<typeof lightFetch>, path = "/") {
  const response = await fetch(`${url}${path}`, options());
  for await (const _ of response.body ?? []);
  return response;
}

describe("the worker's own fetch", () => {
  it("sends what it is given, and asks for nothing that it would have to decode", async () => {
    await call(
      lightFetch(() => now),
      "/v1/a%20b?c=d&c=e",
    );
    expect(seen).toMatchObject([
      {
        method: "POST",
        url: "/v1/a%20b?c=d&c=e",
        body: '{"a":"ü"}',
        headers: {
          "content-type": "application/json",
          "content-length": "10",
          "accept-encoding": "identity",
          accept: "*/*",
        },
      },
    ]);
  });

  it("returns headers by any writing of their names, and null for what is not there", async () => {
    const { status, headers } = await call(lightFetch(() => now));
    expect([status, headers.get("RETRY-AFTER"), headers.get("set-cookie"), headers.get("etag")]).toEqual([
      200,
      "7",
      "a=1",
      null,
    ]);
  });

  it("keeps a connection for the reply while the agent thinks, and opens another one after fifteen seconds", async () => {
    const fetch = lightFetch(() => now);
    await call(fetch);
    now += 15_000;
    await call(fetch);
    expect(connected).toHaveLength(1);
    now += 15_001;
    await call(fetch);
    expect(connected).toHaveLength(2);
  });

  it("opens another one also when the other side has closed it", async () => {
    const fetch = lightFetch(() => now);
    await call(fetch);
    const [first] = connected;
    const closed = new Promise((resolve) => first?.once("close", resolve));
    server.closeIdleConnections();
    await closed;
    // A worker reads the conversation first: by then it knows.
    await call(lightFetch(() => now));
    await call(fetch);
    expect(seen).toHaveLength(3);
    expect(connected).toHaveLength(3);
  });

  it("gives up a connection that never comes, and then nothing was taken", async () => {
    const silent = createTcpServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    // TLS waits for an answer.
    const result = await request({
      ...options(),
      fetch: lightFetch(() => now, 50),
      url: `https://127.0.0.1:${port}`,
      clock: { now: Date.now },
      timeoutMs: 20_000,
      deadline: Date.now() + 20_000,
    });
    expect(result).toEqual({ kind: "unreachable", code: "ETIMEDOUT" });
    silent.close();
  });

  it("loads no undici", async () => {
    const script = `
      import { lightFetch } from "./lib/adapters/http/light-fetch.ts";
      const options = { method: "GET", headers: {}, signal: AbortSignal.timeout(5000), redirect: "manual" };
      const { status, body } = await lightFetch(Date.now)(${JSON.stringify(url)}, options);
      for await (const _ of body);
      console.log(status, process.moduleLoadList.filter((name) => name.includes("undici")).length);
      process.exit();
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    expect(stdout.trim()).toBe("200 0");
  });
});
