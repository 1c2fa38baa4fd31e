import { LIMITS, settingsFor } from "../adapters/aws/client.ts";
import type { AwsCredentials } from "./io.ts";
import { CliProblem, EXIT } from "./problem.ts";

// AWS's packages are loaded with the first use: most commands on a laptop need none of them.

const nameOf = (error: unknown) => (error instanceof Error ? error.name : "unknown");

const noCredentials = (why: string) =>
  new CliProblem(EXIT.noAccess, "No AWS credentials were found, or they have expired.", [
    "Sign in with `aws sso login` and set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN).",
    `(${why})`,
  ]);

let provider: (() => Promise<AwsCredentials>) | undefined;

/** What AWS's own tools would use; renewed when it expires. */
export async function awsCredentials(): Promise<AwsCredentials> {
  try {
    const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
    provider ??= defaultProvider({ clientConfig: settingsFor(LIMITS.person) });
    return await provider();
  } catch (error) {
    throw noCredentials(nameOf(error));
  }
}

/** What a call to AWS failed of, and what to do about it. `action`: the permission it takes. */
export function explained(error: unknown, action: string, ...otherwise: string[]): CliProblem {
  const [name, message] = [nameOf(error), error instanceof Error ? error.message : ""];
  if (/Region is missing/i.test(message)) return new CliProblem(EXIT.usage, "Set AWS_REGION to the region of the stack.", otherwise);
  if (/CredentialsProvider|Token|Credential|Signature/i.test(name)) return noCredentials(name);
  if (/AccessDenied|Unauthorized|Authorization/i.test(name))
    return new CliProblem(EXIT.noAccess, `Your AWS identity may not do that: it needs ${action}.`, otherwise);
  return new CliProblem(EXIT.unreachable, `AWS did not answer as expected (${action}: ${name === "Error" ? message : name}).`, otherwise);
}
