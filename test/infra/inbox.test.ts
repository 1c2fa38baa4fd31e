import { describe, expect, it } from "@jest/globals";
import type { Template } from "aws-cdk-lib/assertions";
import { INBOX_SCOPE } from "../../lib/config/deployment/sign-in.ts";
import { EVERYTHING, GROWN, templateOf } from "./synthesized.ts";

type Properties = Record<string, unknown>;

const template = templateOf({ stage: "prod" });
const all = (type: string, from = template): Properties[] =>
  Object.values(from.findResources(type)).map(({ Properties }) => Properties);
function only(type: string, from = template): Properties {
  const [found, ...others] = all(type, from);
  if (!found || others.length > 0) throw new Error(`the template has not one ${type}`);
  return found;
}
const routes = (from: Template) => all("AWS::ApiGatewayV2::Route", from);
const inboxRoutes = (from: Template) =>
  routes(from).filter(({ RouteKey }) => String(RouteKey).includes(" /inbox"));

/** As one text, with logical ids instead of references. */
const plain = (value: unknown): string => JSON.stringify(value).replaceAll(/[{}"[\],]|Ref|Fn::\w+|:/g, " ");

describe("the inbox's API", () => {
  it("is closed to callers without a token of this stage's page, whatever they call", () => {
    const [authorizer] = Object.entries(template.findResources("AWS::ApiGatewayV2::Authorizer"));
    const api = inboxRoutes(template).filter(({ RouteKey }) => String(RouteKey).includes("/inbox/api/"));
    expect(api.map(({ RouteKey }) => RouteKey).sort()).toEqual([
      "GET /inbox/api/{proxy+}",
      "POST /inbox/api/{proxy+}",
    ]);
    for (const route of api)
      expect(route).toMatchObject({ AuthorizationType: "JWT", AuthorizerId: { Ref: authorizer?.[0] } });
    const { AuthorizerType, IdentitySource, JwtConfiguration } = authorizer?.[1].Properties ?? {};
    expect({ AuthorizerType, IdentitySource }).toEqual({
      AuthorizerType: "JWT",
      IdentitySource: ["$request.header.Authorization"],
    });
    const [client] = Object.keys(template.findResources("AWS::Cognito::UserPoolClient"));
    const [pool] = Object.keys(template.findResources("AWS::Cognito::UserPool"));
    expect(JwtConfiguration).toEqual({
      Audience: [{ Ref: client }],
      Issuer: { "Fn::GetAtt": [pool, "ProviderURL"] },
    });
  });

  it("asks for the scope of access tokens, which other tokens of the pool lack", () => {
    const scopes = inboxRoutes(template).map(({ RouteKey, AuthorizationScopes }) => [
      RouteKey,
      AuthorizationScopes,
    ]);
    expect(Object.fromEntries(scopes)).toEqual({
      "GET /inbox": undefined,
      "GET /inbox/{proxy+}": undefined,
      "GET /inbox/api/{proxy+}": [INBOX_SCOPE],
      "POST /inbox/api/{proxy+}": [INBOX_SCOPE],
    });
  });

  it("is where no other route leads: nobody reaches the function with another method", () => {
    const inbox = new Set(inboxRoutes(template).map(({ Target }) => JSON.stringify(Target)));
    for (const { RouteKey, Target } of routes(template))
      if (inbox.has(JSON.stringify(Target))) expect(RouteKey).toMatch(/^(GET|POST) \/inbox/);
  });
});

describe("sign-in", () => {
  const pool = only("AWS::Cognito::UserPool");
  const client = only("AWS::Cognito::UserPoolClient");

  it("is for invited staff alone, by name or e-mail address in any case", () => {
    expect(pool).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AliasAttributes: ["email"],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ["email"],
    });
    expect(all("AWS::Cognito::UserPoolIdentityProvider")).toEqual([]);
    expect(client.SupportedIdentityProviders).toEqual(["COGNITO"]);
  });

  it("needs a second factor, an authenticator app or a passkey that asks who holds it, never an SMS", () => {
    expect(pool).toMatchObject({
      MfaConfiguration: "ON",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
      WebAuthnUserVerification: "required",
      WebAuthnFactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION",
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
    });
  });

  it.each([
    ["optional", "OPTIONAL"],
    ["off", "OFF"],
  ] as const)("has the second factor %s where the settings say so", (mfa, MfaConfiguration) => {
    expect(only("AWS::Cognito::UserPool", templateOf({ inbox: { mfa } }))).toMatchObject({
      MfaConfiguration,
    });
  });

  it("gives a page that keeps no secret a code, which only that page can exchange", () => {
    expect(client).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: [INBOX_SCOPE],
      // No flow that takes a password over the API and returns tokens for it at once.
      ExplicitAuthFlows: ["ALLOW_USER_AUTH"],
      PreventUserExistenceErrors: "ENABLED",
    });
  });

  it("gives out tokens that are short, and each refresh token once", () => {
    expect(client).toMatchObject({
      AccessTokenValidity: 5,
      IdTokenValidity: 5,
      RefreshTokenValidity: 12 * 60,
      TokenValidityUnits: { AccessToken: "minutes", IdToken: "minutes", RefreshToken: "minutes" },
      EnableTokenRevocation: true,
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 30 },
    });
  });

  it("returns to the inbox and to no other address", () => {
    const [api] = Object.keys(template.findResources("AWS::ApiGatewayV2::Api"));
    const own = { "Fn::Join": ["", [{ "Fn::GetAtt": [api, "ApiEndpoint"] }, "/inbox"]] };
    expect([client.CallbackURLs, client.LogoutURLs]).toEqual([[own], [own]]);
    const withDomain = templateOf({ domain: { ...GROWN.domain, only: false } });
    expect(only("AWS::Cognito::UserPoolClient", withDomain).CallbackURLs).toEqual([
      "https://wa.example.org/inbox",
      expect.objectContaining({ "Fn::Join": expect.anything() }),
    ]);
    expect(only("AWS::Cognito::UserPoolClient", templateOf(GROWN)).CallbackURLs).toEqual([
      "https://wa.example.org/inbox",
    ]);
  });

  it("has an address that no other account or stage has, and that reveals nothing of the account", () => {
    const { Domain } = only("AWS::Cognito::UserPoolDomain");
    expect(plain(Domain)).toContain("chatsby-whatsapp-prod-");
    expect(plain(Domain)).toContain("AWS  StackId");
    expect(JSON.stringify(Domain)).not.toContain("AccountId");
  });

  it.each(["aws-test", "my-amazon", "cognito"])(
    "has an address that Cognito takes in the stage %s too",
    (stage) => {
      const { Domain } = only("AWS::Cognito::UserPoolDomain", templateOf({ stage }));
      const [, parts] = (Domain as { "Fn::Join": [string, unknown[]] })["Fn::Join"];
      const prefix = String(parts[0]);
      expect(prefix).not.toMatch(/aws|amazon|cognito/);
      expect(`${prefix}12345678`).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
    },
  );

  it("fits with the longest name of a stage", () => {
    const { Domain } = only("AWS::Cognito::UserPoolDomain", templateOf({ stage: "s".repeat(30) }));
    const [, parts] = (Domain as { "Fn::Join": [string, unknown[]] })["Fn::Join"];
    expect(`${parts[0]}12345678`.length).toBeLessThanOrEqual(63);
  });

  it("invites by a mail that names the inbox, the user and the first password", () => {
    const { InviteMessageTemplate } = pool.AdminCreateUserConfig as Properties;
    const text = JSON.stringify(InviteMessageTemplate);
    expect(text).toMatch(/ApiEndpoint.*\/inbox/);
    for (const placeholder of ["{username}", "{####}"]) expect(text).toContain(placeholder);
  });

  it("knows two groups", () => {
    expect(all("AWS::Cognito::UserPoolGroup").map(({ GroupName }) => GroupName)).toEqual(["staff", "admin"]);
  });
});

describe("the people who may sign in", () => {
  const kept = (options: Parameters<typeof templateOf>[0]) => {
    const [found] = Object.values(templateOf(options).findResources("AWS::Cognito::UserPool"));
    return { policy: found?.DeletionPolicy, protection: found?.Properties.DeletionProtection };
  };

  it("stay when a stage that keeps its data is deleted, and go with any other", () => {
    expect(kept({ stage: "prod" })).toEqual({ policy: "RetainExceptOnCreate", protection: "ACTIVE" });
    expect(kept({ stage: "prod", firstDeploy: true })).toEqual({
      policy: "RetainExceptOnCreate",
      protection: "INACTIVE",
    });
    expect(kept({ stage: "dev" })).toEqual({ policy: "Delete", protection: "INACTIVE" });
  });
});

describe("a stage without the inbox", () => {
  it("has nothing of it: no function, no route, no pool, no alarm, no output", () => {
    const text = JSON.stringify(templateOf({ ...EVERYTHING, inbox: { enabled: false } }).toJSON());
    expect(text).not.toMatch(/inbox|cognito|UserPool/i);
    expect(JSON.stringify(templateOf(EVERYTHING).toJSON())).toMatch(/StaffFailing/);
  });
});

describe("links in e-mails", () => {
  const inboxUrlOf = (from: Template) =>
    all("AWS::Lambda::Function", from)
      .map(({ Environment }) => JSON.stringify(Environment))
      .filter((variables) => variables.includes("INBOX_URL"));

  it("lead to the page's address, which only the worker needs", () => {
    const found = inboxUrlOf(template);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain("HANDOFF_TOPIC_ARN");
    expect(found[0]).toMatch(
      /"INBOX_URL":\{"Fn::Join":\["",\[\{"Fn::GetAtt":\["\w+","ApiEndpoint"\]\},"\/inbox"\]\]\}/,
    );
    expect(inboxUrlOf(templateOf({ stage: "prod", ...GROWN }))[0]).toContain(
      '"INBOX_URL":"https://wa.example.org/inbox"',
    );
  });

  it("need no such address without the inbox", () => {
    expect(inboxUrlOf(templateOf({ stage: "prod", inbox: { enabled: false } }))).toEqual([]);
  });
});
