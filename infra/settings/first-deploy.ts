import { AwsV4Signer } from "aws4fetch";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import { neverRan } from "../../lib/config/deployment/stack-status.ts";

type Place = { account: string; region: string; env: Readonly<Record<string, string | undefined>> };

/** "unknown": CloudFormation did not answer, or belongs to another account than the deploy. */
type Answer = "never-ran" | "has-run" | "unknown";

const ACCOUNT = /<Account>(\d{12})<\/Account>/;

const IDENTITY_TIMEOUT_MS = 4_000;

/**
 * A deploy with `--profile` has other credentials than the app: a missing stack in another account proves
 * nothing.
 */
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

/**
 * Whether the stack has ever run in this account and region. Never throws: a missing response is "unknown".
 */
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
    return (await accountOf(await client.config.credentials(), place)) === place.account
      ? "never-ran"
      : "unknown";
  } catch {
    return "unknown";
  }
}

/** `-c firstDeploy=…`: set by the user where the account cannot be asked. */
export function parseFirstDeploy(value: unknown): boolean | undefined {
  if (value === undefined) return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new Error("Say -c firstDeploy=true, or -c firstDeploy=false.");
}

/**
 * "Unknown" counts as "no": a running stage must never lose its protection. `told` replaces the look-up; a
 * stage that is never protected needs none.
 */
export async function findFirstDeploy(
  asked: { stackName: string; told: boolean | undefined; isProtected: boolean; place: Place | undefined },
  look = lifeOf,
): Promise<{ firstDeploy: boolean; isUnknown: boolean }> {
  const { stackName, told: explicit, isProtected, place } = asked;
  if (explicit !== undefined || !isProtected || !place)
    return { firstDeploy: explicit ?? false, isUnknown: false };
  const life = await look(stackName, place);
  return { firstDeploy: life === "never-ran", isUnknown: life === "unknown" };
}
