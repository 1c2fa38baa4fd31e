import { describe, expect, it } from "@jest/globals";
import { operations } from "../../../lib/operator-api/operations.ts";
import { EVERYTHING, templateOf } from "../synthesized.ts";
import { accessOf, allowing, asText } from "./access.ts";
import { ACCOUNT, arn } from "./deployed-resources.ts";
import type { AwsRequest, Caller } from "./judge.ts";
import { idOf } from "./policies.ts";

const ANOTHER_ACCOUNT = "111111111111";
/** Provisioned instances have an alias, which is invoked then. */
const STARTED = { accountInstances: 1000, webhookProvisioned: 5 };

describe.each([
  ["", {}],
  [" with instances that are always started", STARTED],
])("the API%s", (_, capacity) => {
  const access = accessOf(templateOf({ ...EVERYTHING, stage: "prod", capacity }), "prod");
  const { deployed, policies } = access;
  const allows = async (caller: Caller, request: AwsRequest) => (await access.judge(caller, request)).allowed;
  const arnOf = (type: string, name: string) => deployed.arnOf(idOf(deployed, type, name));

  describe("is what invokes functions", () => {
    const gateway = { service: "apigateway.amazonaws.com" };
    const api = deployed.text({ Ref: idOf(deployed, "AWS::ApiGatewayV2::Api", "Api") });
    const sourceOf = (routeKey: string, { account = ACCOUNT, id = api } = {}) =>
      arn("execute-api", `${id}/$default/${routeKey.replace(" ", "")}`).replace(ACCOUNT, account);
    const routes = deployed.ofType("AWS::ApiGatewayV2::Route").map(({ properties: { RouteKey, Target } }) => {
      const integration = deployed
        .ofType("AWS::ApiGatewayV2::Integration")
        .find(({ id }) => JSON.stringify(Target).includes(id));
      return {
        route: deployed.text(RouteKey),
        resource: deployed.text(integration?.properties.IntegrationUri),
      };
    });
    const invoke = (resource: string, source: string): AwsRequest => ({
      action: "lambda:InvokeFunction",
      resource,
      context: { "aws:SourceArn": source },
    });

    it.each(routes)("for a request to $route, and no other API does", async ({ route, resource }) => {
      expect(await allows(gateway, invoke(resource, sourceOf(route)))).toBe(true);
      expect(await allows(gateway, invoke(resource, sourceOf(route, { id: "another" })))).toBe(false);
      expect(await allows(gateway, invoke(resource, sourceOf(route, { account: ANOTHER_ACCOUNT })))).toBe(
        false,
      );
      expect(await allows({ service: "events.amazonaws.com" }, invoke(resource, sourceOf(route)))).toBe(
        false,
      );
    });

    it("for no route that it does not have", async () => {
      for (const { resource } of routes)
        expect(await allows(gateway, invoke(resource, sourceOf("POST /admin")))).toBe(false);
    });

    it("by no permission that no route needs", async () => {
      const used = new Set<string>();
      for (const { route, resource } of routes)
        for (const sid of (await access.judge(gateway, invoke(resource, sourceOf(route)))).allowedBy)
          used.add(sid);
      const given = [...new Set(routes.map(({ resource }) => resource))].flatMap((resource) =>
        allowing(policies.ofResource(resource) ?? { Version: "2012-10-17", Statement: [] }),
      );
      expect(given.length).toBeGreaterThanOrEqual(routes.length);
      expect(given.filter((sid) => !used.has(sid)).map(policies.describe)).toEqual([]);
      const permissions = deployed
        .ofType("AWS::Lambda::Permission")
        .filter(({ properties: { Principal } }) => Principal === "apigateway.amazonaws.com")
        .map(({ properties: { FunctionName } }) => deployed.text(FunctionName));
      expect(new Set(permissions)).toEqual(new Set(routes.map(({ resource }) => resource)));
    });
  });

  describe("staff", () => {
    const staff: Caller = {
      role: "Staff",
      identity: policies.managed(idOf(deployed, "AWS::IAM::ManagedPolicy", "StaffPolicy")),
    };
    const call = (path: string, id = "Api") => ({
      action: "execute-api:Invoke",
      resource: arn("execute-api", `${id}/$default/${path}`),
    });

    it.each([
      "GET/conversations/handoffs",
      "GET/conversations/c1",
      "POST/conversations/c1/reply",
      "POST/conversations/find",
    ])("may %s", async (path) => {
      expect(await allows(staff, call(path))).toBe(true);
      expect(await allows(staff, call(path, "another"))).toBe(false);
    });

    it("may call every operation, and each has a route", async () => {
      const routes = deployed
        .ofType("AWS::ApiGatewayV2::Route")
        .map(({ properties: { RouteKey } }) => deployed.text(RouteKey));
      for (const { method, path } of Object.values(operations)) {
        const request = call(`${method}/conversations/${path.replaceAll(/\{\w+\}/g, "c1")}`);
        expect({ each: asText(request), allowed: await allows(staff, request) }).toMatchObject({
          allowed: true,
        });
        expect(routes).toContain(`${method} /conversations/{proxy+}`);
      }
    });

    it("may call nothing else of this system, and touch none of its data", async () => {
      const others: AwsRequest[] = [
        call("POST/webhooks/meta"),
        call("POST/agent-actions/lead"),
        { action: "dynamodb:GetItem", resource: arnOf("AWS::DynamoDB::Table", "MessagesTable") },
        {
          action: "secretsmanager:GetSecretValue",
          resource: arnOf("AWS::SecretsManager::Secret", "CredentialsSecret"),
        },
        {
          action: "lambda:InvokeFunction",
          resource: arnOf("AWS::Lambda::Function", "StaffOperatorFunction"),
        },
      ];
      for (const each of others)
        expect({ each: asText(each), allowed: await allows(staff, each) }).toMatchObject({ allowed: false });
    });
  });
});
