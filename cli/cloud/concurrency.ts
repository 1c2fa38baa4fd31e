import { AwsV4Signer } from "aws4fetch";
import * as z from "zod/mini";
import { awsClient } from "../../lib/adapters/aws/client.ts";
import type { Io } from "../io.ts";
import type { Concurrency } from "./cloud.ts";

const TIMEOUT_MS = 20_000;

const answer = z.object({
  AccountLimit: z.object({ ConcurrentExecutions: z.number(), UnreservedConcurrentExecutions: z.number() }),
});

/** The SDK's error names are explained in the same way. */
function failure(status: number): Error {
  const error = new Error(`Lambda answered ${status}`);
  error.name = { 403: "AccessDenied", 429: "TooManyRequestsException" }[status] ?? `Http${status}`;
  return error;
}

/**
 * Signs one request itself: nothing else needs the SDK's Lambda package.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html
 */
export async function accountConcurrency(
  io: Pick<Io, "fetch" | "credentials" | "env">,
): Promise<Concurrency> {
  const { CloudFormationClient } = await import("@aws-sdk/client-cloudformation");
  // The SDK reads the region from several places.
  const region = await awsClient(CloudFormationClient, "person").config.region();
  const own = io.env.AWS_ENDPOINT_URL_LAMBDA ?? io.env.AWS_ENDPOINT_URL;
  const host = io.env.AWS_USE_FIPS_ENDPOINT === "true" ? "lambda-fips" : "lambda";
  const base = own ?? `https://${host}.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  const { accessKeyId, secretAccessKey, sessionToken } = await io.credentials();
  const signed = await new AwsV4Signer({
    url: `${base.replace(/\/+$/, "")}/2016-08-19/account-settings`,
    method: "GET",
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    service: "lambda",
    region,
  }).sign();
  const response = await io.fetch(signed.url, {
    headers: signed.headers,
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw failure(response.status);
  const { ConcurrentExecutions, UnreservedConcurrentExecutions } = answer.parse(
    await response.json(),
  ).AccountLimit;
  return { limit: ConcurrentExecutions, unreserved: UnreservedConcurrentExecutions };
}
