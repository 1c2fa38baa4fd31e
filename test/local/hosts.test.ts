import { request } from "node:http";
import { describe, expect, it } from "@jest/globals";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { isLoopbackHost } from "../../local/http/hosts.ts";
import { aStack } from "../support/quiet-stack.ts";

/** `fetch` sets Host by itself. */
const ask = (url: string, headers: Record<string, string>, path = "/", method = "GET") =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const { port } = new URL(url);
    const asked = request(
      { port, host: "127.0.0.1", method, path, headers: { "content-length": 0, ...headers } },
      (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      },
    );
    asked.on("error", reject);
    asked.end();
  });

describe("names by which a local service may be called", () => {
  it.each([
    "localhost",
    "localhost:4000",
    "LocalHost:1",
    "127.0.0.1",
    "127.0.0.1:65535",
    "[::1]",
    "[::1]:4000",
  ])("takes %s", (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each([
    undefined,
    "",
    "evil.example",
    "localhost.evil.example",
    "localhost.",
    "evil.localhost",
    "127.0.0.1.nip.io:4000",
    "127.0.0.2",
    "0.0.0.0:4000",
    "localhost:4000,evil.example",
    "localhost@evil.example",
    "[::]",
    "::1",
    "localhost:",
  ])("refuses %s", (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});

describe("every local service", () => {
  const stack = aStack();
  const services = () => {
    const { url, meta, twilio, chatsby, secret, sns, scheduler, endpoints } = stack();
    const { dynamodb, sqs } = endpoints;
    return {
      url,
      meta: meta.url,
      twilio: twilio.url,
      chatsby: chatsby.url,
      secret: secret.url,
      sns: sns.url,
      scheduler: scheduler.url,
      dynamodb,
      sqs,
    };
  };

  it("refuses with 403 and a clear text callers who use a name that somebody else points here", async () => {
    for (const url of Object.values(services()))
      for (const host of ["evil.example", `localhost.evil.example:${new URL(url).port}`])
        expect(await ask(url, { host })).toMatchObject({
          status: 403,
          body: expect.stringMatching(/localhost|publicUrl/),
        });
  });

  it("answers this machine, by each of its names", async () => {
    const { dynamodb, url, scheduler } = services();
    for (const each of [dynamodb, url, scheduler])
      for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
        const { status } = await ask(each, { host: `${name}:${new URL(each).port}` });
        expect(status).not.toBe(403);
      }
  });

  it("tells callers through a tunnel that is in no setting what to set, and shows nothing of it", async () => {
    const { url } = services();
    const verify = "/webhooks/meta?hub.mode=subscribe&hub.challenge=42&hub.verify_token=local-verify-token";
    for (const headers of [
      { host: "abc.tunnel.example" },
      { host: `localhost:${stack().port}`, "x-forwarded-host": "abc.tunnel.example" },
    ])
      for (const path of [verify, "/", "/local/deployment"])
        expect(await ask(url, headers, path)).toEqual({
          status: 403,
          body: expect.stringContaining("publicUrl"),
        });
  });
});

describe("a tunnel whose name is the settings' publicUrl", () => {
  const stack = aStack({ settings: { ...DEMO_SETTINGS, publicUrl: "https://abc.tunnel.example" } });
  const verify = "/webhooks/meta?hub.mode=subscribe&hub.challenge=42&hub.verify_token=local-verify-token";
  /** As most tunnels do, and as those that call us by our own name. */
  const ways = () => [
    { host: "abc.tunnel.example" },
    { host: "ABC.tunnel.example", "x-forwarded-host": "abc.tunnel.example" },
    { host: `localhost:${stack().port}`, "x-forwarded-host": "abc.tunnel.example" },
  ];

  it("lets providers in", async () => {
    for (const headers of ways()) {
      expect(await ask(stack().url, headers, verify)).toEqual({ status: 200, body: "42" });
      expect(await ask(stack().url, headers, "/webhooks/meta", "POST")).toMatchObject({
        status: 403,
        body: expect.not.stringContaining("name"),
      });
      expect((await ask(stack().url, headers, "/agent-actions/lead", "POST")).body).not.toContain("public");
    }
  });

  it("lets nobody reach the page, its door, or the team's API", async () => {
    for (const headers of ways())
      for (const path of [
        "/",
        "/local/events",
        "/local/deployment",
        "/local/logs",
        "/conversations/handoffs",
        "/inbox",
        "/nowhere",
      ])
        expect(await ask(stack().url, headers, path)).toEqual({
          status: 403,
          body: expect.stringContaining("public routes"),
        });
  });

  it("is no other name, also beside it", async () => {
    for (const headers of [
      { host: "evil.tunnel.example" },
      { host: "abc.tunnel.example:8080" },
      { host: "abc.tunnel.example", "x-forwarded-host": "evil.example" },
    ])
      expect((await ask(stack().url, headers, verify)).status).toBe(403);
  });

  it("leaves everything to this machine", async () => {
    const own = { host: `localhost:${stack().port}` };
    expect((await ask(stack().url, own, "/")).status).toBe(200);
    expect((await ask(stack().url, own, "/local/deployment")).status).toBe(200);
    expect((await ask(stack().url, own, verify)).status).toBe(200);
  });
});
