import { describe, expect, it } from "@jest/globals";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { stackOf, templateOf } from "./synthesized.ts";

const DOMAIN = {
  name: "wa.example.org",
  certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1a2b-3c",
};
const ZONE = { id: "Z0123456789", name: "example.org" };
const plain = templateOf();
const own = templateOf({ domain: DOMAIN });
const only = templateOf({ domain: { ...DOMAIN, hostedZone: ZONE, only: true } });
const output = (found: Template, name: string) => found.findOutputs(name)[name]?.Value;
const publicUrls = (found: Template) =>
  Object.values(found.findResources("AWS::Lambda::Function")).flatMap(
    ({ Properties }) => Properties.Environment.Variables.PUBLIC_URL ?? [],
  );

describe("a domain of the business", () => {
  it("is made only where the settings name one", () => {
    for (const type of [
      "AWS::ApiGatewayV2::DomainName",
      "AWS::ApiGatewayV2::ApiMapping",
      "AWS::Route53::RecordSet",
    ])
      plain.resourceCountIs(type, 0);
    plain.hasResourceProperties("AWS::ApiGatewayV2::Api", { DisableExecuteApiEndpoint: Match.absent() });
    expect(output(plain, "DomainTarget")).toBeUndefined();
  });

  it("leads to the API at its root, by TLS 1.2 or newer", () => {
    own.hasResourceProperties("AWS::ApiGatewayV2::DomainName", {
      DomainName: "wa.example.org",
      DomainNameConfigurations: [
        { CertificateArn: DOMAIN.certificateArn, EndpointType: "REGIONAL", SecurityPolicy: "TLS_1_2" },
      ],
    });
    own.hasResourceProperties("AWS::ApiGatewayV2::ApiMapping", {
      Stage: "$default",
      ApiMappingKey: Match.absent(),
    });
  });

  it("becomes what providers call, unless something else stands in front of it", () => {
    expect(output(own, "MetaWebhookUrl")).toBe("https://wa.example.org/webhooks/meta");
    expect(publicUrls(own)).toEqual(Array(3).fill("https://wa.example.org"));
    const behind = templateOf({ domain: DOMAIN, publicUrl: "https://front.example.org" });
    expect(output(behind, "MetaWebhookUrl")).toBe("https://front.example.org/webhooks/meta");
    expect(publicUrls(behind)).toEqual(Array(3).fill("https://front.example.org"));
  });

  it("gets its record where the zone is known, and else shows what the record must hold", () => {
    only.hasResourceProperties("AWS::Route53::RecordSet", {
      Name: "wa.example.org.",
      Type: "A",
      HostedZoneId: ZONE.id,
      AliasTarget: {
        DNSName: { "Fn::GetAtt": [Match.stringLikeRegexp("^ApiDomain"), "RegionalDomainName"] },
        HostedZoneId: { "Fn::GetAtt": [Match.stringLikeRegexp("^ApiDomain"), "RegionalHostedZoneId"] },
      },
    });
    expect(output(only, "DomainTarget")).toBeUndefined();
    own.resourceCountIs("AWS::Route53::RecordSet", 0);
    expect(JSON.stringify(output(own, "DomainTarget"))).toContain("RegionalDomainName");
  });

  it("closes AWS's own address on request, and staff then go by the domain", () => {
    only.hasResourceProperties("AWS::ApiGatewayV2::Api", { DisableExecuteApiEndpoint: true });
    expect(output(only, "ApiUrl")).toBe("https://wa.example.org");
    own.hasResourceProperties("AWS::ApiGatewayV2::Api", { DisableExecuteApiEndpoint: Match.absent() });
    expect(JSON.stringify(output(own, "ApiUrl"))).toContain("ApiEndpoint");
  });

  it("is refused with a certificate of another region, which API Gateway would not take", () => {
    const inRegion = (region: string) => () =>
      stackOf({ domain: DOMAIN, env: { account: "123456789012", region } });
    expect(inRegion("us-east-1")).toThrow(
      "domain.certificateArn: the certificate is in eu-west-1, the stack in us-east-1. Ask ACM for one in us-east-1.",
    );
    expect(inRegion("eu-west-1")).not.toThrow();
  });
});
