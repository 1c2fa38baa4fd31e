import { join } from "node:path";
import { VARIABLES } from "../../lib/config/deployment/variables.ts";
import type { Credentials } from "../aws/services.ts";
import type { FunctionPlan } from "../template/functions.ts";

export type Places = {
  urls: {
    dynamodb: string;
    sqs: string;
    secrets: string;
    events: string;
    sns: string;
    scheduler: string;
    cognito: string;
  };
  /** Transcribe and Bedrock. */
  media: { url: string };
  /** Of the sign-in pages; the template's own name leads to AWS. */
  signInUrl: string;
  /** Of the bucket of files. Browsers and providers call it too. */
  filesUrl: string;
  region: string;
  credentials: Credentials;
  folder: string;
};

const TASK_ROOT = "/var/task/";

/**
 * The template's variables and Lambda's own. Nothing of this process's environment and no AWS profile of the
 * user.
 */
export function environmentOf(
  { name, memoryMegabytes, environment }: FunctionPlan,
  { urls, media, signInUrl, filesUrl, region, credentials, folder }: Places,
): Record<string, string> {
  const here = (value: string) =>
    value.startsWith(TASK_ROOT) ? join(folder, value.slice(TASK_ROOT.length)) : value;
  const variables = Object.fromEntries(
    Object.entries(environment()).map(([variable, value]) => [variable, here(value)]),
  );
  return {
    TZ: "UTC",
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
    AWS_CONFIG_FILE: join(folder, "no-aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "no-aws-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_ENDPOINT_URL_SQS: urls.sqs,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secrets,
    AWS_ENDPOINT_URL_EVENTBRIDGE: urls.events,
    AWS_ENDPOINT_URL_SNS: urls.sns,
    AWS_ENDPOINT_URL_SCHEDULER: urls.scheduler,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: urls.cognito,
    AWS_ENDPOINT_URL_TRANSCRIBE_STREAMING: media.url,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: media.url,
    [VARIABLES.emulated]: "true",
    ...variables,
    // The CLI knows no stage of that name.
    [VARIABLES.stage]: "",
    ...(variables[VARIABLES.filesUrl] !== undefined && { [VARIABLES.filesUrl]: filesUrl }),
    ...(variables[VARIABLES.signInUrl] !== undefined && { [VARIABLES.signInUrl]: signInUrl }),
  };
}
