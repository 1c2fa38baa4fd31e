import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { ApiEvent } from "../../local/http/api-event.ts";
import { startFront } from "../../local/http/front.ts";
import { json, type Service, startService } from "../../local/http/service.ts";

const CLIENT = "7client7";
const SCOPE = "inbox/use";
const KID = "k1";

const [keys, foreign] = await Promise.all([
  generateKeyPair("RS256", { extractable: true }),
  generateKeyPair("RS256"),
]);
const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: KID, alg: "RS256", use: "sig" }] };
const seconds = () => Math.floor(Date.now() / 1000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("a route for callers with a token", () => {
  let issuer: Service;
  let front: Service;
  let events: ApiEvent[] = [];

  beforeAll(async () => {
    issuer = await startService({}, async ({ path }) =>
      path === "/pool/.well-known/jwks.json" ? json(200, jwks) : json(404, {}),
    );
    const jwt = { issuer: `${issuer.url}/pool`, audience: [CLIENT], scopes: [SCOPE] };
    front = await startFront({
      port: 0,
      routes: [
        { key: "GET /inbox/api/{proxy+}", function: "inbox", signed: false, jwt },
        { key: "GET /inbox/any/{proxy+}", function: "inbox", signed: false, jwt: { ...jwt, scopes: [] } },
        { key: "GET /inbox", function: "inbox", signed: false },
      ],
      // Moved ahead: a token is judged by the wall clock, as the browser that renews it does.
      clock: { now: () => Date.now() + 86_400_000 },
      staff: {
        credentials: { accessKeyId: "a", secretAccessKey: "b" },
        region: "us-east-1",
        clock: { now: Date.now },
      },
      publicUrl: "https://tunnel.example.org",
      invoke: async (_, event) => {
        events.push(event);
        return { statusCode: 200, body: "let in" };
      },
    });
  });
  afterAll(() => Promise.all([front.stop(), issuer.stop()]));
  beforeEach(() => {
    events = [];
  });

  const claims = (changed: JWTPayload = {}): JWTPayload => ({
    sub: "s1",
    "cognito:groups": ["admin", "staff"],
    iss: `${issuer.url}/pool`,
    version: 2,
    client_id: CLIENT,
    token_use: "access",
    scope: SCOPE,
    auth_time: seconds(),
    exp: seconds() + 300,
    iat: seconds(),
    jti: "j1",
    username: "ann",
    ...changed,
  });
  const without = (name: string) =>
    Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
  const signed = (payload: JWTPayload, { key = keys.privateKey, kid = KID } = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg: "RS256", ...(kid !== "" && { kid }) }).sign(key);
  async function call(token: string | undefined, path = "/inbox/api/me", prefix = "Bearer ") {
    const response = await fetch(front.url + path, {
      headers: token === undefined ? {} : { authorization: `${prefix}${token}` },
    });
    return { status: response.status, body: await response.text(), headers: response.headers };
  }

  it("lets an access token in, and passes on its claims as text", async () => {
    expect((await call(await signed(claims()))).body).toBe("let in");
    expect(events[0]?.requestContext).toMatchObject({
      routeKey: "GET /inbox/api/{proxy+}",
      authorizer: {
        jwt: {
          claims: {
            username: "ann",
            "cognito:groups": "[admin staff]",
            scope: SCOPE,
            version: "2",
            exp: expect.stringMatching(/^\d+$/),
            token_use: "access",
          },
          scopes: [SCOPE],
        },
      },
    });
  });

  it("takes the token without a scheme, too, as API Gateway does", async () => {
    expect((await call(await signed(claims()), "/inbox/api/me", "")).status).toBe(200);
  });

  it.each<[string, () => string | undefined | Promise<string | undefined>]>([
    ["no token", () => undefined],
    ["an empty one", () => ""],
    ["no JWT", () => "abc"],
    ["an expired one", () => signed(claims({ exp: seconds() - 1 }))],
    ["one without an end", () => signed(without("exp"))],
    ["one that begins later", () => signed(claims({ nbf: seconds() + 60 }))],
    ["one that was made in the future", () => signed(claims({ iat: seconds() + 60 }))],
    [
      "one of another stage's pool",
      () => signed(claims({ iss: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_other" })),
    ],
    ["one without an issuer", () => signed(without("iss"))],
    ["one of another client", () => signed(claims({ client_id: "another" }))],
    ["one for another audience, though of this client", () => signed(claims({ aud: "another" }))],
    ["one of nobody's client", () => signed(without("client_id"))],
    ["one signed by a foreign key under our key's id", () => signed(claims(), { key: foreign.privateKey })],
    ["one signed by a key that the issuer does not have", () => signed(claims(), { kid: "k2" })],
    ["one that names no key", () => signed(claims(), { kid: "" })],
    ["an unsigned one", () => `${part({ alg: "none", kid: KID })}.${part(claims())}.`],
    [
      "an unsigned one that claims to be signed",
      () => `${part({ alg: "RS256", kid: KID })}.${part(claims())}.`,
    ],
    [
      "one signed with the public key as a password",
      async () => {
        const text = `${part({ alg: "HS256", kid: KID })}.${part(claims())}`;
        const mac = createHmac("sha256", await exportSPKI(keys.publicKey))
          .update(text)
          .digest("base64url");
        return `${text}.${mac}`;
      },
    ],
    [
      "one whose claims were changed",
      async () => {
        const [head, , signature] = (await signed(claims())).split(".");
        return `${head}.${part(claims({ username: "ben" }))}.${signature}`;
      },
    ],
    [
      "one with a key of its own in the header",
      async () => {
        const jwk = await exportJWK(foreign.publicKey);
        return new SignJWT(claims())
          .setProtectedHeader({ alg: "RS256", kid: KID, jwk })
          .sign(foreign.privateKey);
      },
    ],
  ])("refuses %s", async (_, token) => {
    const { status, body, headers } = await call(await token());
    expect({ status, body }).toEqual({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
    expect(events).toEqual([]);
  });

  it.each<[string, JWTPayload]>([
    ["without a scope, as an ID token", { scope: undefined, aud: CLIENT, token_use: "id" }],
    [
      "with another scope, as those that Cognito's API gives for a password",
      { scope: "aws.cognito.signin.user.admin" },
    ],
    ["with a scope that only begins alike", { scope: "inbox/user" }],
  ])("forbids a token %s", async (_, changed) => {
    const { status, body } = await call(await signed(claims(changed)));
    expect({ status, body }).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
    expect(events).toEqual([]);
  });

  it("takes one of several scopes, in either claim", async () => {
    expect((await call(await signed(claims({ scope: `openid ${SCOPE}` })))).status).toBe(200);
    expect((await call(await signed({ ...without("scope"), scp: [SCOPE] }))).status).toBe(200);
  });

  it("asks for no scope where the route has none, and passes on none", async () => {
    expect((await call(await signed(without("scope")), "/inbox/any/x")).status).toBe(200);
    expect(events[0]?.requestContext.authorizer).toMatchObject({ jwt: { scopes: null } });
  });

  it("leaves the page open, but only to this machine: a tunnel for providers does not lead there", async () => {
    expect((await call(undefined, "/inbox")).status).toBe(200);
    const through = async (path: string) =>
      (
        await fetch(front.url + path, {
          headers: {
            "x-forwarded-host": "tunnel.example.org",
            authorization: `Bearer ${await signed(claims())}`,
          },
        })
      ).status;
    expect([await through("/inbox"), await through("/inbox/api/me")]).toEqual([403, 403]);
  });
});
