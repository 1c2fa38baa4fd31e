import { AwsV4Signer } from "aws4fetch";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { neverRan } from "../../lib/config/stack-status.ts";

type Place = { account: string; region: string; env: Readonly<Record<string, string | undefined>> };

/** "unknown": CloudFormation could not be asked, or not in the account that is deployed to. */
type Answer = "never-ran" | "has-run" | "unknown";

/** `Account` as STS gives it, besides other things. */
const ACCOUNT = /<Account>(\d{12})<\/Account>/;

const IDENTITY_TIMEOUT_MS = 4_000;

/** Deploys with `--profile` have other credentials than the app sees: what is not found in another account says nothing. */
async function accountOf(
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string },
  { region, env }: Place,
): Promise<string | undefined> {
  const own = env.AWS_ENDPOINT_URL_STS ?? env.AWS_ENDPOINT_URL;
  const url = own ?? `https://sts.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  const signed = await new AwsV4Signer({
    url: `${url.replace(/\/+$/, "")}/`,
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
    ...credentials,
    service: "sts",
    region,
  }).sign();
  const response = await fetch(signed.url, {
    method: "POST",
    headers: signed.headers,
    body: signed.body ?? null,
    signal: AbortSignal.timeout(IDENTITY_TIMEOUT_MS),
  });
  return ACCOUNT.exec(await response.text())?.[1];
}

/** Whether this stack has ever run in this account and region. Never throws: an answer that does not come is "unknown". */
export async function lifeOf(stackName: string, place: Place): Promise<Answer> {
  const { CloudFormationClient, DescribeStacksCommand } = await import("@aws-sdk/client-cloudformation");
  const client = awsClient(CloudFormationClient, "request", { region: place.region });
  try {
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    if (found?.StackId?.split(":")[4] !== place.account) return "unknown";
    return neverRan({ status: found.StackStatus ?? "" }) ? "never-ran" : "has-run";
  } catch (error) {
    if (!(error instanceof Error && error.name === "ValidationError")) return "unknown";
  }
  try {
    return (await accountOf(await client.config.credentials(), place)) === place.account ? "never-ran" : "unknown";
  } catch {
    return "unknown";
  }
}

/** `-c firstDeploy=…`: said by whoever synthesizes where the account cannot be asked. */
export function parseFirstDeploy(value: unknown): boolean | undefined {
  if (value === undefined) return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new Error("Say -c firstDeploy=true, or -c firstDeploy=false.");
}

/**
 * Whether what is synthesized is a first deploy, so that nothing is protected yet. What is not known counts as "no": a stage that runs must never
 * lose its protection. `told` is believed without a look; a stage that is never protected needs none.
 */
export async function findFirstDeploy(
  asked: { stackName: string; told: boolean | undefined; isProtected: boolean; place: Place | undefined },
  look = lifeOf,
): Promise<{ firstDeploy: boolean; isUnknown: boolean }> {
  const { stackName, told, isProtected, place } = asked;
  if (told !== undefined || !isProtected || !place) return { firstDeploy: told ?? false, isUnknown: false };
  const life = await look(stackName, place);
  return { firstDeploy: life === "never-ran", isUnknown: life === "unknown" };
}
