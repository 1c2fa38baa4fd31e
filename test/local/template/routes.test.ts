import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startFront } from "../../../local/http/front.ts";
import { matchRoute } from "../../../local/http/routes.ts";
import type { Service } from "../../../local/http/service.ts";
import { type Route, routesOf } from "../../../local/template/routes.ts";
import { changed, found, readTemplate, stackWith } from "./a-template.ts";

const stack = await stackWith();
const provisioned = await stackWith({ capacity: { webhookProvisioned: 1 } });

/** As infra would add it. */
const aRoute = (RouteKey: string, beside: string, change: Record<string, unknown> = {}) => {
  const { resource } = found(stack, "AWS::ApiGatewayV2::Route", beside);
  return { Added: { Type: resource.Type, Properties: { ...resource.Properties, RouteKey, ...change } } };
};

describe("the routes of the local stack", () => {
  const deployed = [
    ["GET /conversations/{proxy+}", "operator", "signature"],
    ["GET /inbox", "inbox", "nothing"],
    ["GET /inbox/api/{proxy+}", "inbox", "token with inbox/use"],
    ["GET /inbox/{proxy+}", "inbox", "nothing"],
    ["GET /webhooks/meta", "webhook", "nothing"],
    ["POST /agent-actions/escalate", "agent-actions", "nothing"],
    ["POST /agent-actions/lead", "agent-actions", "nothing"],
    ["POST /conversations/{proxy+}", "operator", "signature"],
    ["POST /inbox/api/{proxy+}", "inbox", "token with inbox/use"],
    ["POST /webhooks/meta", "webhook", "nothing"],
    ["POST /webhooks/twilio", "webhook", "nothing"],
    ["POST /webhooks/twilio/status", "webhook", "nothing"],
    ["PUT /conversations/{proxy+}", "operator", "signature"],
  ];

  it.each([
    ["of functions", stack],
    ["of a function's alias", provisioned],
  ])("are those that are deployed, with who may call them and which function answers: %s", (_, of) => {
    const routes = routesOf(readTemplate(of)).map(({ key, function: name, signed, jwt }) => [
      key,
      name,
      jwt ? `token with ${jwt.scopes}` : signed ? "signature" : "nothing",
    ]);
    expect(routes.toSorted()).toEqual(deployed);
  });

  it("take tokens of the template's user pool for its page", () => {
    const [jwt] = routesOf(readTemplate(stack)).flatMap((route) => route.jwt ?? []);
    const { id } = found(stack, "AWS::Cognito::UserPoolClient");
    expect(jwt?.audience).toEqual([id]);
    expect(jwt?.issuer).toMatch(/^http:\/\/localhost:4001\/us-east-1_InboxSignInPool/);
  });

  describe("when infra adds one", () => {
    const routes = routesOf(
      readTemplate(changed(stack, aRoute("GET /conversations/{id}/notes", "ApiGETconversations"))),
    );
    let front: Service;
    const calls: unknown[] = [];
    beforeAll(async () => {
      const staff = { credentials: { accessKeyId: "local", secretAccessKey: "local" }, region: "us-east-1" };
      const added = routesOf(
        readTemplate(changed(stack, aRoute("POST /agent-actions/{name}", "ApiPOSTagentactionslead"))),
      );
      front = await startFront({
        port: 0,
        routes: added,
        clock: { now: Date.now },
        staff,
        invoke: async (name, { routeKey, pathParameters }) =>
          void calls.push({ name, routeKey, pathParameters }),
      });
    });
    afterAll(() => front.stop());

    it("have it too, for the same callers as there", () => {
      expect(routes).toContainEqual({
        key: "GET /conversations/{id}/notes",
        function: "operator",
        signed: true,
      });
    });

    it("serve it", async () => {
      expect((await fetch(`${front.url}/agent-actions/book`, { method: "POST" })).status).toBe(200);
      expect((await fetch(`${front.url}/agent-actions/lead`, { method: "POST" })).status).toBe(200);
      expect((await fetch(`${front.url}/agent-actions/a/b`, { method: "POST" })).status).toBe(404);
      expect(calls).toEqual([
        { name: "agent-actions", routeKey: "POST /agent-actions/{name}", pathParameters: { name: "book" } },
        { name: "agent-actions", routeKey: "POST /agent-actions/lead", pathParameters: undefined },
      ]);
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "an authorizer that is not known here",
      { AuthorizationType: "CUSTOM" },
      "who is let in by CUSTOM is not known here",
    ],
    ["tokens without an authorizer", { AuthorizationType: "JWT" }, "has no authorizer"],
    ["a target that is no integration", { Target: "integrations/nothing" }, "leads to no integration"],
  ])("are refused with %s", (_, change, problem) => {
    const read = () => routesOf(readTemplate(changed(stack, aRoute("GET /new", "ApiGETwebhooks", change))));
    expect(read).toThrow(`Added (AWS::ApiGatewayV2::Route): ${problem}`);
  });

  it("are refused with a payload of another version", () => {
    const { id, resource } = found(stack, "AWS::ApiGatewayV2::Integration", "ApiGETwebhooks");
    const older = {
      [id]: { ...resource, Properties: { ...resource.Properties, PayloadFormatVersion: "1.0" } },
    };
    expect(() => routesOf(readTemplate(changed(stack, older)))).toThrow(
      "only AWS_PROXY with payload 2.0 is known here",
    );
  });
});

describe("the route of a request", () => {
  const routes = [
    "GET /a/{proxy+}",
    "GET /a/b/{proxy+}",
    "GET /a/b",
    "ANY /a/{id}",
    "GET /a/{id}",
    "POST /a/{id}/c",
    "$default",
  ].map((key): Route => ({ key, function: "operator", signed: false }));
  const match = (call: string, among = routes) => {
    const [method = "", path = ""] = call.split(" ");
    const { route, parameters } = matchRoute(among, method, path) ?? {};
    return [route?.key, parameters];
  };

  it.each([
    ["GET /a/b", "GET /a/b", undefined],
    ["GET /a/x", "GET /a/{id}", { id: "x" }],
    ["PUT /a/x", "ANY /a/{id}", { id: "x" }],
    ["GET /a/x/y", "GET /a/{proxy+}", { proxy: "x/y" }],
    ["GET /a/b/y", "GET /a/b/{proxy+}", { proxy: "y" }],
    ["GET /a/b/", "GET /a/{proxy+}", { proxy: "b/" }],
    ["GET /a/x/", "GET /a/{proxy+}", { proxy: "x/" }],
    ["POST /a/x/c", "POST /a/{id}/c", { id: "x" }],
    ["GET /a/", "$default", undefined],
    ["DELETE /elsewhere", "$default", undefined],
  ])("%s is the most specific one: %s", (call, key, parameters) => {
    expect(match(call)).toEqual([key, parameters]);
    expect(match(call, routes.toReversed())).toEqual([key, parameters]);
  });

  it("is undefined where no route fits", () => {
    expect(match("GET /b", routes.slice(0, 3))).toEqual([undefined, undefined]);
  });
});
