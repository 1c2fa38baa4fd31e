import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { InboxPageConfig } from "../../lib/inbox-api/page-config.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { PageReader } from "../support/page.ts";
import { startBuiltStack } from "../support/start-built-stack.ts";

let stack: LocalStack;
beforeAll(async () => {
  stack = await startBuiltStack({});
}, 60_000);
afterAll(() => stack?.stop());

const tokenOf = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${stack.url}/inbox/local/token`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const api = async (token?: string) =>
  (
    await fetch(`${stack.url}/inbox/api/me`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    })
  ).status;

describe("the inbox of the local stack", () => {
  it("answers nobody without a token", async () => {
    expect(await api()).toBe(401);
    expect(await api("abc")).toBe(401);
  });

  it.each(["ann", "ben"])("lets %s in with a token that was asked for without sign-in", async (user) => {
    const response = await tokenOf({ user });
    const { access_token } = (await response.json()) as { access_token: string };
    expect(response.status).toBe(200);
    expect([401, 403]).not.toContain(await api(access_token));
  });

  it("gives no token for nobody, and none to a page from elsewhere", async () => {
    expect((await tokenOf({ user: "eve" })).status).toBe(404);
    expect((await tokenOf({})).status).toBe(400);
    expect((await tokenOf({ user: "ben" }, { origin: "https://evil.example.org" })).status).toBe(403);
  });

  it("refuses what another key has signed with the same claims", async () => {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const { access_token } = (await (await tokenOf({ user: "ben" })).json()) as { access_token: string };
    const [head = "", claims = ""] = access_token
      .split(".")
      .map((part) => Buffer.from(part, "base64url").toString());
    const forged = new SignJWT(JSON.parse(claims)).setProtectedHeader({
      ...JSON.parse(head),
      jwk: await exportJWK(publicKey),
    });
    expect(await api(await forged.sign(privateKey))).toBe(401);
  });

  it("signs in by what the page is told, and answers with that token", async () => {
    const config = (await (await fetch(`${stack.url}/inbox/config.json`)).json()) as InboxPageConfig;
    const verifier = "v".repeat(43);
    const asked = new URLSearchParams({
      response_type: "code",
      client_id: config.clientId,
      redirect_uri: `${stack.url}/inbox`,
      scope: config.scope,
      state: "s1",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    expect((await fetch(`${config.authorizationEndpoint}?${asked}`, { redirect: "manual" })).status).toBe(
      200,
    );
    const chosen = await fetch(`${new URL(config.authorizationEndpoint).origin}/login?${asked}`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ user: "ann" }),
    });
    const returned = new URL(chosen.headers.get("location") ?? "");
    const exchanged = await fetch(config.tokenEndpoint, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: config.clientId,
        code: returned.searchParams.get("code") ?? "",
        redirect_uri: `${stack.url}/inbox`,
        code_verifier: verifier,
      }),
    });
    const { access_token } = (await exchanged.json()) as { access_token: string };
    expect(await api(access_token)).toBe(200);
  });

  it("has its page open", async () => {
    expect([401, 403]).not.toContain((await fetch(`${stack.url}/inbox`)).status);
  });
});

describe("a local stack without the inbox", () => {
  it("has no such address", async () => {
    const without = await startBuiltStack({
      settings: { ...DEMO_SETTINGS, inbox: { enabled: false } },
      page: true,
    });
    const page = new PageReader(() => without);
    try {
      expect(await page.open()).not.toHaveProperty("inbox");
      const statuses = await Promise.all(
        ["/inbox", "/inbox/api/me"].map(async (path) => (await fetch(without.url + path)).status),
      );
      expect(statuses).toEqual([404, 404]);
      const asked = await fetch(`${without.url}/inbox/local/token`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ user: "ann" }),
      });
      expect(asked.status).toBe(404);
    } finally {
      page.close();
      await without.stop();
    }
  }, 60_000);
});
