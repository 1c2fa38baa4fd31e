import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { INBOX_SCOPE, SIGN_IN_PATHS } from "../../lib/config/deployment/sign-in.ts";
import { CognitoEndpoint } from "../../local/sign-in/cognito-endpoint.ts";
import { found, readTemplate, stackWith } from "./template/a-template.ts";

const stack = await stackWith();
const template = readTemplate(stack);
const client = found(stack, "AWS::Cognito::UserPoolClient").id;
const INBOX = "http://localhost:4000/inbox";

type Answered = { status: number; access_token: string; refresh_token: string; error?: string };

describe("sign-in on this machine", () => {
  let cognito: CognitoEndpoint;
  let cookie = "";

  beforeEach(async () => {
    cookie = "";
    cognito = new CognitoEndpoint({ template });
    await cognito.start();
  });
  afterEach(() => cognito.stop());

  const call = (path: string, init: RequestInit = {}) =>
    fetch(cognito.url + path, {
      redirect: "manual",
      ...init,
      headers: { ...(cookie && { cookie }), ...(init.headers as Record<string, string>) },
    });
  const post = (path: string, form: Record<string, string>) =>
    call(path, { method: "POST", body: new URLSearchParams(form) });

  const verifier = randomBytes(32).toString("base64url");
  const asked = {
    response_type: "code",
    client_id: client,
    redirect_uri: INBOX,
    scope: INBOX_SCOPE,
    state: "s&1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const authorize = (changed: Record<string, string> = {}) =>
    call(`${SIGN_IN_PATHS.authorize}?${new URLSearchParams({ ...asked, ...changed })}`);
  const returnedTo = (response: Response) => new URL(response.headers.get("location") ?? "http://none");

  async function login(user: string): Promise<string> {
    const response = await post(`/login?${new URLSearchParams(asked)}`, { user });
    cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    return returnedTo(response).searchParams.get("code") ?? "";
  }
  const token = async (form: Record<string, string>) => {
    const response = await post(SIGN_IN_PATHS.token, { client_id: client, ...form });
    const body = (await response.json()) as Record<string, string>;
    return { ...body, status: response.status } as Answered;
  };
  const exchange = (code: string, changed: Record<string, string> = {}) =>
    token({
      grant_type: "authorization_code",
      code,
      redirect_uri: INBOX,
      code_verifier: verifier,
      ...changed,
    });
  const refresh = (refreshToken: string) =>
    token({ grant_type: "refresh_token", refresh_token: refreshToken });

  it("shows the made-up staff, and returns with a code to the page that asked", async () => {
    const page = await authorize();
    const text = await page.text();
    expect(page.headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(text).toMatch(/value="ann".*value="ben"/s);
    const response = await post(`/login?${new URLSearchParams(asked)}`, { user: "ann" });
    expect(returnedTo(response).origin + returnedTo(response).pathname).toBe(INBOX);
    expect(returnedTo(response).searchParams.get("state")).toBe("s&1");
    expect(response.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax; Max-Age=3600/);
  });

  it("gives an access token as Cognito's for the code, and no ID token", async () => {
    const given = await exchange(await login("ben"));
    expect(given).toEqual({
      status: 200,
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expires_in: 300,
      token_type: "Bearer",
    });
    const keys = createRemoteJWKSet(new URL(`${cognito.issuer}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(given.access_token, keys, {
      issuer: cognito.issuer,
    });
    expect(protectedHeader).toMatchObject({ alg: "RS256", kid: expect.any(String) });
    expect(payload).toMatchObject({
      username: "ben",
      client_id: client,
      "cognito:groups": ["admin"],
      scope: INBOX_SCOPE,
      token_use: "access",
      jti: expect.any(String),
    });
    expect(payload).not.toHaveProperty("aud");
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  it("tells where everything is, as an issuer does", async () => {
    const discovery = await (await fetch(`${cognito.issuer}/.well-known/openid-configuration`)).json();
    expect(discovery).toMatchObject({
      issuer: cognito.issuer,
      authorization_endpoint: `${cognito.url}/oauth2/authorize`,
      token_endpoint: `${cognito.url}/oauth2/token`,
    });
  });

  it("sends a page that was loaded again back at once, by the browser's cookie", async () => {
    await login("ann");
    const again = await authorize();
    expect(again.status).toBe(302);
    expect((await exchange(returnedTo(again).searchParams.get("code") ?? "")).status).toBe(200);
    expect((await authorize({ prompt: "login" })).status).toBe(200);
  });

  it("signs a member of staff in at once for a link of the local page, and opens the inbox, nothing else", async () => {
    const response = await call("/local/sign-in?user=ben&to=https://evil.example.org");
    expect([response.status, response.headers.get("location")]).toEqual([302, INBOX]);
    cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const { access_token } = await exchange(returnedTo(await authorize()).searchParams.get("code") ?? "");
    expect(decodeJwt(access_token)).toMatchObject({ username: "ben" });
    const nobody = await call("/local/sign-in?user=eve");
    expect([nobody.status, nobody.headers.get("set-cookie")]).toEqual([400, null]);
  });

  it.each<[string, Record<string, string>]>([
    ["another client", { client_id: "another" }],
    ["another address to return to", { redirect_uri: "http://localhost:4000/inbox/elsewhere" }],
    ["a foreign address to return to", { redirect_uri: "https://evil.example.org/inbox" }],
  ])("goes nowhere with %s", async (_, changed) => {
    expect((await authorize(changed)).status).toBe(400);
    const response = await post(`/login?${new URLSearchParams({ ...asked, ...changed })}`, { user: "ann" });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
  });

  it.each<[string, Record<string, string>, string]>([
    ["the implicit flow", { response_type: "token" }, "unsupported_response_type"],
    ["a scope that the page may not have", { scope: "aws.cognito.signin.user.admin" }, "invalid_scope"],
    ["no proof key", { code_challenge: "" }, "invalid_request"],
    ["a proof key in the clear", { code_challenge_method: "plain" }, "invalid_request"],
  ])("returns with an error for %s", async (_, changed, error) => {
    const to = returnedTo(await authorize(changed));
    expect([to.searchParams.get("error"), to.searchParams.get("state")]).toEqual([error, "s&1"]);
  });

  it.each<[string, Record<string, string>]>([
    ["another page's proof", { code_verifier: randomBytes(32).toString("base64url") }],
    ["no proof", { code_verifier: "" }],
    ["another address", { redirect_uri: "http://localhost:4000/" }],
  ])("gives no token for a code with %s, nor for that code afterwards", async (_, changed) => {
    const code = await login("ann");
    expect(await exchange(code, changed)).toEqual({ status: 400, error: "invalid_grant" });
    expect(await exchange(code)).toEqual({ status: 400, error: "invalid_grant" });
  });

  it("takes a code once", async () => {
    const code = await login("ann");
    expect((await exchange(code)).status).toBe(200);
    expect((await exchange(code)).error).toBe("invalid_grant");
  });

  it("gives a new refresh token each time; the old one works for a repeat of a lost response", async () => {
    const first = await exchange(await login("ann"));
    const second = await refresh(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).status).toBe(200);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it("ends a session on sign-out: no refresh token of it works, and the cookie is gone", async () => {
    const first = await exchange(await login("ann"));
    const second = await refresh(first.refresh_token);
    await post(SIGN_IN_PATHS.revoke, { client_id: client, token: second.refresh_token });
    for (const { refresh_token } of [first, second])
      expect((await refresh(refresh_token)).error).toBe("invalid_grant");
    const out = await call(
      `${SIGN_IN_PATHS.logout}?${new URLSearchParams({ client_id: client, logout_uri: INBOX })}`,
    );
    expect([out.status, returnedTo(out).href]).toEqual([302, INBOX]);
    expect(out.headers.get("set-cookie")).toMatch(/Max-Age=0/);
    expect((await authorize()).status).toBe(200);
    expect(
      (await call(`${SIGN_IN_PATHS.logout}?client_id=${client}&logout_uri=https://evil.example.org`)).status,
    ).toBe(400);
  });

  it.each([
    ["signed out everywhere", "AdminUserGlobalSignOut"],
    ["removed", "AdminDeleteUser"],
  ])("lets nobody go on who was %s", async (_, action) => {
    const { refresh_token } = await exchange(await login("ann"));
    const pending = returnedTo(await authorize()).searchParams.get("code") ?? "";
    await act(action, { Username: "ann" });
    expect((await refresh(refresh_token)).error).toBe("invalid_grant");
    expect((await exchange(pending)).error).toBe("invalid_grant");
    expect((await authorize()).status).toBe(200);
    expect((await exchange(await login("ann"))).status).toBe(action === "AdminDeleteUser" ? 400 : 200);
    expect((await exchange(await login("ben"))).status).toBe(200);
  });

  async function act(action: string, body: Record<string, unknown>) {
    const response = await fetch(cognito.url, {
      method: "POST",
      headers: { "x-amz-target": `AWSCognitoIdentityProviderService.${action}` },
      body: JSON.stringify({ UserPoolId: template.resources("AWS::Cognito::UserPool")[0]?.ref(), ...body }),
    });
    return { ...((await response.json()) as Record<string, string>), status: response.status };
  }

  it("shows names as text, whatever they hold", async () => {
    await act("AdminCreateUser", {
      Username: "<b>eve",
      UserAttributes: [
        { Name: "email", Value: "eve@example.com" },
        { Name: "name", Value: "<script>alert(1)</script>" },
      ],
    });
    const text = await (await authorize()).text();
    expect(text).not.toMatch(/<script>|<b>/);
    expect(text).toContain("&lt;script&gt;");
  });

  it("signs in who was invited, and counts them as active from then on", async () => {
    await act("AdminCreateUser", {
      Username: "cem",
      UserAttributes: [{ Name: "email", Value: "cem@example.com" }],
    });
    expect(await act("AdminGetUser", { Username: "CEM@example.com" })).toMatchObject({
      Username: "cem",
      UserStatus: "FORCE_CHANGE_PASSWORD",
    });
    expect((await exchange(await login("cem"))).status).toBe(200);
    expect(await act("AdminGetUser", { Username: "cem" })).toMatchObject({ UserStatus: "CONFIRMED" });
  });

  it("refuses calls for another pool, and those that it does not know", async () => {
    expect(await act("ListUsers", { UserPoolId: "eu-west-1_other" })).toMatchObject({
      status: 400,
      __type: "ResourceNotFoundException",
    });
    expect(await act("DeleteUserPool", {})).toMatchObject({ __type: "UnknownOperationException" });
  });
});

describe("staff that was added on this machine", () => {
  const folder = mkdtempSync(join(tmpdir(), "local-staff-"));
  const staffFile = join(folder, "staff.json");
  let first: CognitoEndpoint;
  beforeAll(() => {
    first = new CognitoEndpoint({ template, staffFile });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is there after a restart", () => {
    first.staff.add({ user: "cem", email: "cem@example.com", name: undefined }, 0);
    const again = new CognitoEndpoint({ template, staffFile });
    expect(again.staff.members.map(({ user }) => user)).toEqual(["ann", "ben", "cem"]);
  });
});
