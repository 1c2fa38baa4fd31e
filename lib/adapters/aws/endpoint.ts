/** The services that the thin client calls. */
export type AwsService = {
  /** First label of the host name, and the name in signatures. */
  name: "dynamodb" | "sqs" | "secretsmanager" | "events";
  /** Ends the name of the variable that moves this service's endpoint. */
  variable: string;
  /** Begins the header that names the operation. */
  target: string;
  json: "1.0" | "1.1";
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** All other regions have the suffixes of `aws`, as in the SDK. GovCloud has them too. */
const PARTITIONS = [
  { regions: /^cn-/, suffix: "amazonaws.com.cn", dualStack: "api.amazonwebservices.com.cn" },
  { regions: /^eusc-/, suffix: "amazonaws.eu", dualStack: "api.amazonwebservices.eu" },
  { regions: /^us-iso-/, suffix: "c2s.ic.gov", dualStack: "api.aws.ic.gov" },
  { regions: /^us-isob-/, suffix: "sc2s.sgov.gov", dualStack: "api.aws.scloud" },
  { regions: /^eu-isoe-/, suffix: "cloud.adc-e.uk", dualStack: "api.cloud-aws.adc-e.uk" },
  { regions: /^us-isof-/, suffix: "csp.hci.ic.gov", dualStack: "api.aws.hci.ic.gov" },
];
const AWS = { suffix: "amazonaws.com", dualStack: "api.aws" };

const partitionOf = (region: string) => PARTITIONS.find(({ regions }) => regions.test(region)) ?? AWS;

type Wanted = { name: AwsService["name"]; region: string; fips: boolean; dualStack: boolean };

/** In GovCloud the ordinary endpoint of some services is the FIPS one. */
const isNamedFips = ({ name, region, fips, dualStack }: Wanted) =>
  fips &&
  !(
    region.startsWith("us-gov-") &&
    (name === "events" || (!dualStack && (name === "dynamodb" || name === "sqs")))
  );

/** Secrets Manager's ordinary name has both addresses in most partitions. */
const hasDualStackName = ({ name, region, fips, dualStack }: Wanted) =>
  dualStack &&
  !(name === "secretsmanager" && (region.startsWith("cn-") ? !fips : partitionOf(region) === AWS));

const isOn = (value: string | undefined) => value === "true";

/** A region is part of a host name. */
const REGION = /^[a-z0-9-]{1,63}$/;

/**
 * As the SDK resolves it (test/adapters/aws/endpoint.test.ts compares all regions). Throws a text that names the
 * variable to correct.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointOf({ name, variable }: AwsService, environment: Environment): URL {
  const region = environment.AWS_REGION ?? "";
  if (!REGION.test(region)) throw new Error("AWS_REGION is missing or no region");
  const fips = isOn(environment.AWS_USE_FIPS_ENDPOINT);
  const dualStack = isOn(environment.AWS_USE_DUALSTACK_ENDPOINT);
  const given = isOn(environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS)
    ? undefined
    : environment[`AWS_ENDPOINT_URL_${variable}`] || environment.AWS_ENDPOINT_URL;
  if (given && fips) throw new Error("AWS_USE_FIPS_ENDPOINT and a given endpoint are not supported together");
  if (given && dualStack)
    throw new Error("AWS_USE_DUALSTACK_ENDPOINT and a given endpoint are not supported together");
  if (given) {
    const url = new URL(given);
    if (url.pathname !== "/")
      throw new Error(`AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_${variable} take no path`);
    return url;
  }
  const wanted = { name, region, fips, dualStack };
  const { suffix, dualStack: dualStackSuffix } = partitionOf(region);
  const host = isNamedFips(wanted) ? `${name}-fips` : name;
  return new URL(`https://${host}.${region}.${hasDualStackName(wanted) ? dualStackSuffix : suffix}`);
}
