import type { AwsCredentials, Io } from "./io.ts";
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
    provider ??= defaultProvider();
    return await provider();
  } catch (error) {
    throw noCredentials(nameOf(error));
  }
}

/** The outputs of a stack; `undefined` when there is none of that name. */
export async function stackOutputs(stack: string): ReturnType<Io["stackOutputs"]> {
  const { CloudFormationClient, DescribeStacksCommand } = await import("@aws-sdk/client-cloudformation");
  try {
    const { Stacks } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName: stack }));
    const outputs = (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]);
    return Object.fromEntries(outputs);
  } catch (error) {
    if (nameOf(error) === "ValidationError") return undefined;
    throw explained(error, stack);
  }
}

function explained(error: unknown, stack: string): CliProblem {
  const [name, message] = [nameOf(error), error instanceof Error ? error.message : ""];
  if (/Region is missing/i.test(message))
    return new CliProblem(EXIT.usage, `To find the stack ${stack}, set AWS_REGION; or name the API with --url or WA_URL.`);
  if (/CredentialsProvider|Token|Credential|Signature/i.test(name)) return noCredentials(name);
  if (/AccessDenied|Unauthorized/i.test(name))
    return new CliProblem(EXIT.noAccess, `You may not look up the stack ${stack} (cloudformation:DescribeStacks).`, [
      "Name the API with --url or WA_URL: the stack's output ApiUrl.",
    ]);
  return new CliProblem(
    EXIT.unreachable,
    `The stack ${stack} could not be looked up (${name === "Error" ? message : name}). Name the API with --url or WA_URL.`,
  );
}
