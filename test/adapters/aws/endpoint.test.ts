import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQS } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "@jest/globals";
import { RegionInfo } from "aws-cdk-lib/region-info";
import { endpointOf } from "../../../lib/adapters/aws/endpoint.ts";
import { SERVICES } from "../../../lib/adapters/aws/services.ts";

/** Also of the partitions that CDK leaves out, and some that nobody knows yet. */
const REGIONS = [
  ...RegionInfo.regions.map(({ name }) => name),
  "cn-north-9",
  "us-iso-east-1",
  "us-isob-east-1",
  "eu-isoe-west-1",
  "us-isof-south-1",
  "eusc-de-east-1",
  "xx-somewhere-1",
];

const credentials = { accessKeyId: "a", secretAccessKey: "b" };

/** What the SDK's own rules say. */
const RESOLVERS = {
  dynamodb: new DynamoDB({ region: "us-east-1", credentials }).config.endpointProvider,
  sqs: new SQS({ region: "us-east-1", credentials }).config.endpointProvider,
  secrets: new SecretsManager({ region: "us-east-1", credentials }).config.endpointProvider,
  events: new EventBridge({ region: "us-east-1", credentials }).config.endpointProvider,
};

type Options = { region: string; fips: boolean; dualStack: boolean; endpoint?: string };

const outcome = (make: () => { url?: URL; href?: string }) => {
  try {
    const { url, href } = make();
    return url?.href ?? href;
  } catch {
    return "refused";
  }
};

const inSdk = (service: keyof typeof SERVICES, { region, fips, dualStack, endpoint }: Options) =>
  outcome(() =>
    RESOLVERS[service]({
      Region: region,
      UseFIPS: fips,
      UseDualStack: dualStack,
      ...(endpoint !== undefined && { Endpoint: endpoint }),
    }),
  );

const here = (service: keyof typeof SERVICES, { region, fips, dualStack, endpoint }: Options) =>
  outcome(() =>
    endpointOf(SERVICES[service], {
      AWS_REGION: region,
      AWS_USE_FIPS_ENDPOINT: String(fips),
      AWS_USE_DUALSTACK_ENDPOINT: String(dualStack),
      AWS_ENDPOINT_URL: endpoint,
    }),
  );

const BOTH = [false, true] as const;

describe("the endpoint of a service", () => {
  it.each(Object.keys(SERVICES) as (keyof typeof SERVICES)[])(
    "is the SDK's for %s, in every region, with FIPS, dual stack, and a given one",
    (service) => {
      const options = [...REGIONS].flatMap((region) =>
        BOTH.flatMap((fips) =>
          BOTH.flatMap((dualStack) =>
            [undefined, "http://localhost:8000"].map((endpoint) => ({
              region,
              fips,
              dualStack,
              ...(endpoint && { endpoint }),
            })),
          ),
        ),
      );
      expect(REGIONS.length).toBeGreaterThan(35);
      const differences = options
        .map((option) => ({ option, sdk: inSdk(service, option), thin: here(service, option) }))
        .filter(({ sdk, thin }) => sdk !== thin);
      expect(differences).toEqual([]);
    },
  );

  it("is first what is given for the service, then what is given for all, unless that is to be ignored", () => {
    const given = {
      AWS_REGION: "eu-central-1",
      AWS_ENDPOINT_URL: "http://all:1",
      AWS_ENDPOINT_URL_SECRETS_MANAGER: "http://secrets:2",
    };
    expect(endpointOf(SERVICES.secrets, given).host).toBe("secrets:2");
    expect(endpointOf(SERVICES.sqs, given).host).toBe("all:1");
    expect(endpointOf(SERVICES.sqs, { ...given, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }).host).toBe(
      "sqs.eu-central-1.amazonaws.com",
    );
  });

  it("is refused with the name of the variable when region or address cannot be right", () => {
    expect(() => endpointOf(SERVICES.sqs, {})).toThrow(/AWS_REGION/);
    expect(() => endpointOf(SERVICES.sqs, { AWS_REGION: "evil.example/" })).toThrow(/AWS_REGION/);
    expect(() =>
      endpointOf(SERVICES.sqs, { AWS_REGION: "eu-central-1", AWS_ENDPOINT_URL: "http://host/path" }),
    ).toThrow(/AWS_ENDPOINT_URL_SQS take no path/);
  });
});
