import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import { SECOND_MS } from "../../lib/domain/time.ts";
import type { ServiceRequest } from "./service.ts";

/** `scopes`: of the route. */
export type JwtAccess = { issuer: string; audience: readonly string[]; scopes: readonly string[] };

/** Claims as a function gets them. */
export type JwtClaims = { claims: Record<string, string>; scopes: string[] | null };

/**
 * "unauthorized": no token, or one that is not valid here; "forbidden": a valid one without any of the scopes.
 */
type Verdict = JwtClaims | "unauthorized" | "forbidden";

const keySets = new Map<string, JWTVerifyGetKey>();

/** As API Gateway keeps an issuer's keys, for up to two hours. */
function keysOf(issuer: string): JWTVerifyGetKey {
  const known = keySets.get(issuer);
  if (known) return known;
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  keySets.set(issuer, keys);
  return keys;
}

const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const words = (value: unknown): string[] => list(value).flatMap((each) => String(each).split(" "));
const isLater = (value: unknown, now: number) => typeof value === "number" && value > now;

/** Cognito's access tokens have `client_id` instead of `aud`. */
const audienceOf = ({ aud, client_id }: JWTPayload) => list(aud ?? client_id);

/** "[admin staff]" for a list; everything else as text. */
const asText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(String).join(" ")}]`;
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
};

/**
 * As API Gateway does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export async function judgeToken(
  { headers }: Pick<ServiceRequest, "headers">,
  { issuer, audience, scopes }: JwtAccess,
  nowMs: number,
): Promise<Verdict> {
  const token = (headers.authorization ?? "").replace(/^Bearer /i, "");
  const payload = await verified(token, issuer, nowMs);
  if (!payload) return "unauthorized";
  const now = nowMs / SECOND_MS;
  if (!audienceOf(payload).some((each) => audience.includes(String(each)))) return "unauthorized";
  if (isLater(payload.nbf, now) || isLater(payload.iat, now)) return "unauthorized";
  const held = [...words(payload.scope), ...words(payload.scp)];
  if (scopes.length > 0 && !scopes.some((scope) => held.includes(scope))) return "forbidden";
  const claims = Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)]));
  return { claims, scopes: scopes.length > 0 ? [...scopes] : null };
}

/** Checks signature by a key of the issuer, issuer and expiry. `undefined`: not valid. */
async function verified(token: string, issuer: string, nowMs: number): Promise<JWTPayload | undefined> {
  try {
    // Without it the only key would be taken.
    if (decodeProtectedHeader(token).kid === undefined) return undefined;
    const { payload } = await jwtVerify(token, keysOf(issuer), {
      issuer,
      algorithms: ["RS256"],
      requiredClaims: ["exp"],
      currentDate: new Date(nowMs),
    });
    return payload;
  } catch {
    return undefined;
  }
}
