import { CALL_LIMITS } from "../lib/adapters/aws/call-limits.ts";
import { sdkSettings } from "../lib/adapters/aws/client.ts";
import type { AwsCredentials } from "./io.ts";
import { CliProblem, EXIT } from "./problem.ts";

// The AWS packages load on first use: most commands against the local stack need none.

const nameOf = (error: unknown) => (error instanceof Error ? error.name : "unknown");

const noCredentials = (why: string) =>
  new CliProblem(EXIT.noAccess, "No AWS credentials were found, or they have expired.", [
    "Sign in with `aws sso login` and set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN).",
    `(${why})`,
  ]);

let provider: (() => Promise<AwsCredentials>) | undefined;

/** As the AWS CLI would find them. Renews them when they expire. */
export async function awsCredentials(): Promise<AwsCredentials> {
  try {
    const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
    provider ??= defaultProvider({ clientConfig: sdkSettings(CALL_LIMITS.person) });
    return await provider();
  } catch (error) {
    throw noCredentials(nameOf(error));
  }
}

export class Throttled extends CliProblem {
  constructor(action: string, details: readonly string[] = []) {
    super(EXIT.unreachable, `AWS throttles this call (${action}): the account has made too many calls.`, [
      "Try again in a minute.",
      ...details,
    ]);
    this.name = "Throttled";
  }
}

/**
 * The permission that AWS names, if not the call's own: for example that of a key. Nothing else of the
 * message is used: it names the caller.
 */
function missingPermission({ name, message }: { name: string; message: string }, action: string): string {
  if (/^Kms|access to KMS/i.test(`${name} ${message}`))
    return "kms:Decrypt and kms:GenerateDataKey on the stage's key";
  const named = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1];
  return named === undefined || action.toLowerCase().includes(named.toLowerCase()) ? action : named;
}

/** `action`: the permission that the call needs. */
export function problemOfAwsError(error: unknown, action: string, ...details: string[]): CliProblem {
  const [name, message] = [nameOf(error), error instanceof Error ? error.message : ""];
  if (/Region is missing/i.test(message))
    return new CliProblem(EXIT.usage, "Set AWS_REGION to the region of the stack.", details);
  if (/CredentialsProvider|Token|Credential|Signature|UnrecognizedClient|InvalidAccessKey/i.test(name))
    return noCredentials(name);
  if (/Throttl|TooManyRequests|RequestLimitExceeded/i.test(name)) return new Throttled(action, details);
  if (/AccessDenied|Unauthorized|Authorization/i.test(name))
    return new CliProblem(
      EXIT.noAccess,
      `Your AWS identity lacks a permission: it needs ${missingPermission({ name, message }, action)}.`,
      details,
    );
  return new CliProblem(
    EXIT.unreachable,
    `AWS did not answer as expected (${action}: ${name === "Error" ? message : name}).`,
    details,
  );
}
