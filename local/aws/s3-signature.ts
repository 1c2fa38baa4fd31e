import { SECOND_MS } from "../../lib/domain/time.ts";
import type { ServiceRequest } from "../http/service.ts";
import { amzTime, canonicalQuery, signatureOf } from "../http/sigv4.ts";
import { LOCAL_CREDENTIALS } from "./services.ts";

type Expected = { region: string; now: number };

/** Of every function. */
const SECRET = LOCAL_CREDENTIALS.secretAccessKey;

const HEADER = /Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/;
const WEEK_SECONDS = 604_800;
const MAX_SKEW_SECONDS = 900;

type Signed = {
  credential: string;
  names: string;
  signature: string;
  time: string;
  payload: string;
  livesSeconds: number;
};

function readSignature({ query, headers }: ServiceRequest): Signed {
  const signature = query.get("X-Amz-Signature");
  if (signature !== null)
    return {
      signature,
      credential: query.get("X-Amz-Credential") ?? "",
      names: query.get("X-Amz-SignedHeaders") ?? "",
      time: query.get("X-Amz-Date") ?? "",
      payload: "UNSIGNED-PAYLOAD",
      livesSeconds: Number(query.get("X-Amz-Expires") ?? Number.NaN),
    };
  const [, credential = "", names = "", given = ""] = HEADER.exec(headers.authorization ?? "") ?? [];
  return {
    signature: given,
    credential,
    names,
    time: headers["x-amz-date"] ?? "",
    payload: headers["x-amz-content-sha256"] ?? "",
    livesSeconds: MAX_SKEW_SECONDS,
  };
}

/**
 * As S3 judges a request: who signed it, or the error's code. The path is encoded once, and the body of a
 * presigned request is not signed.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function judge(
  request: ServiceRequest,
  { region, now }: Expected,
): { accessKeyId: string } | { code: "AccessDenied" | "SignatureDoesNotMatch" } {
  const { credential, names, signature, time, payload, livesSeconds } = readSignature(request);
  const [accessKeyId = "", ...scope] = credential.split("/");
  const at = amzTime(time);
  const isAlive =
    livesSeconds <= WEEK_SECONDS &&
    now >= at - MAX_SKEW_SECONDS * SECOND_MS &&
    now < at + livesSeconds * SECOND_MS;
  const isOurs = scope.join("/") === `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  if (!accessKeyId.startsWith("local") || !isAlive || !isOurs) return { code: "AccessDenied" };
  const query = new URLSearchParams(request.query);
  query.delete("X-Amz-Signature");
  const signedNames = names.split(";");
  const lines = signedNames.map((name) => `${name}:${(request.headers[name] ?? "").trim()}\n`);
  const canonical = [
    request.method,
    request.path,
    canonicalQuery(query),
    lines.join(""),
    names,
    payload,
  ].join("\n");
  const right = signatureOf(canonical, time, scope.join("/"), SECRET).toString("hex");
  const isRight = signedNames.includes("host") && right === signature;
  return isRight ? { accessKeyId } : { code: "SignatureDoesNotMatch" };
}
