import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import type { ServiceRequest } from "./service.ts";

type Expected = {
  credentials: { accessKeyId: string; secretAccessKey: string };
  region: string;
  service: string;
  now: number;
};

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
const MAX_SKEW_MS = 5 * MINUTE_MS;

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** Encoded once more, as for every service except S3. */
const canonicalPath = (path: string) => path.replace(/\/+/g, "/").split("/").map(encode).join("/");

export function canonicalQuery(query: URLSearchParams): string {
  const pairs = [...query].map(([name, value]) => [encode(name), encode(value)] as const);
  const sorted = pairs.toSorted(([name, value], [other, otherValue]) =>
    name === other ? (value < otherValue ? -1 : 1) : name < other ? -1 : 1,
  );
  return sorted.map((pair) => pair.join("=")).join("&");
}

function canonicalRequest(
  { method, path, query, headers, body }: ServiceRequest,
  signedHeaders: readonly string[],
): string {
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? "").trim().replace(/\s+/g, " ")}\n`);
  return [
    method,
    canonicalPath(path),
    canonicalQuery(query),
    lines.join(""),
    signedHeaders.join(";"),
    sha256(body),
  ].join("\n");
}

/**
 * Whether the request is signed with these credentials, for this service, now.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSigned(request: ServiceRequest, { credentials, region, service, now }: Expected): boolean {
  const [, accessKeyId, day = "", givenRegion, givenService, names = "", signature = ""] =
    HEADER.exec(request.headers.authorization ?? "") ?? [];
  const time = request.headers["x-amz-date"] ?? "";
  const at = amzTime(time);
  if (accessKeyId !== credentials.accessKeyId || givenRegion !== region || givenService !== service)
    return false;
  if (!DATE.test(time) || !time.startsWith(day) || !(Math.abs(now - at) <= MAX_SKEW_MS)) return false;
  const signedHeaders = names.split(";");
  if (!["host", "x-amz-date"].every((name) => signedHeaders.includes(name))) return false;
  const scope = `${day}/${region}/${service}/aws4_request`;
  const given = signatureOf(
    canonicalRequest(request, signedHeaders),
    time,
    scope,
    credentials.secretAccessKey,
  );
  return timingSafeEqual(Buffer.from(signature, "hex"), given);
}

/** `scope`: "20261129/us-east-1/s3/aws4_request". */
export function signatureOf(canonical: string, time: string, scope: string, secretAccessKey: string): Buffer {
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n"));
}

/** Milliseconds of `20261129T101500Z`; NaN for anything else. */
export const amzTime = (time: string): number => Date.parse(time.replace(DATE, "$1-$2-$3T$4:$5:$6Z"));
