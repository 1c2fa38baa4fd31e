import { CALL_LIMITS, type CallProfile, CallTimeout, concurrencyLimit } from "./call-limits.ts";
import { type AwsService, type Environment, endpointOf } from "./endpoint.ts";
import { type Answer, connectionTo } from "./post.ts";
import { isThrottling, isTransient, readAnswer } from "./read-answer.ts";
import { awsSigner } from "./signature.ts";

/** From here on AWS could refuse signatures: it takes five minutes. */
const MAX_SKEW_MS = 4 * 60_000;

export type JsonClientParts = {
  /** Lambda's: region, credentials, endpoints. */
  environment: Environment;
  callProfile: CallProfile;
  now(): number;
  random(): number;
};

/** Lambda gives a process its credentials once. Throws a text that says what is missing, and asks no other place. */
function credentialsOf({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN }: Environment) {
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are missing");
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** At most 50 ms before the second attempt, then twice as long each time; more when AWS limits the pace. */
const pauseAfter = (attempt: number, error: unknown, random: number) =>
  random * (isThrottling(error) ? 1_000 : 50) * 2 ** (attempt - 1);

/**
 * Calls AWS's JSON services without the SDK: POST, Signature Version 4, time limits, few retries. As in the SDK
 * (test/adapters/aws/like-the-sdk.test.ts compares them): what is tried again, the names of errors, and that a
 * wrong clock is corrected by what AWS answers.
 */
export function jsonClient({ environment, callProfile, now, random }: JsonClientParts) {
  const { connectMs, attemptMs, attempts, callMs } = CALL_LIMITS[callProfile];
  const sign = awsSigner(credentialsOf(environment));
  const region = environment.AWS_REGION ?? "";
  /** How much later it is at AWS than here. */
  let skewMs = 0;

  /** Returns whether the time of signatures has changed. */
  function correctClock({ headers }: Answer): boolean {
    const theirs = Date.parse(headers.date ?? "");
    if (!(Math.abs(theirs - (now() + skewMs)) > MAX_SKEW_MS)) return false;
    skewMs = theirs - now();
    return true;
  }

  /** Lambda stops functions that call each other for ever by this id. */
  function traceId(): Record<string, string> {
    const { AWS_LAMBDA_FUNCTION_NAME, _X_AMZN_TRACE_ID } = environment;
    return AWS_LAMBDA_FUNCTION_NAME && _X_AMZN_TRACE_ID ? { "x-amzn-trace-id": _X_AMZN_TRACE_ID } : {};
  }

  return (service: AwsService) => {
    const url = endpointOf(service, environment);
    const { open, post } = connectionTo(url, connectMs);
    const admit = concurrencyLimit();
    const contentType = `application/x-amz-json-${service.json}`;

    async function attemptOnce(operation: string, body: string, timeoutMs: number) {
      const signed = sign({
        host: url.host,
        region,
        service: service.name,
        headers: { "content-type": contentType, "x-amz-target": `${service.target}.${operation}` },
        body,
        at: new Date(now() + skewMs),
      });
      const answer = await post({ ...signed, ...traceId() }, body, timeoutMs);
      const isCorrected = correctClock(answer);
      return readAnswer(answer, isCorrected);
    }

    async function call(operation: string, body: string) {
      const endsAt = performance.now() + callMs;
      for (let attempt = 1; ; attempt++) {
        const left = endsAt - performance.now();
        if (left <= 0) throw new CallTimeout(callMs);
        try {
          return await attemptOnce(operation, body, Math.min(attemptMs, left));
        } catch (error) {
          if (attempt >= attempts || !isTransient(error)) throw error;
          await sleep(Math.min(pauseAfter(attempt, error, random()), endsAt - performance.now()));
        }
      }
    }

    return {
      /** Opens a connection before there is a call. Never rejects. */
      open,
      /** The answer is what the API documents: nobody checks it. */
      call: (operation: string, input: object) =>
        admit(() => call(operation, JSON.stringify(input))) as Promise<never>,
    };
  };
}
