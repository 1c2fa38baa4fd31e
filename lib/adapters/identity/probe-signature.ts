import { createHmac, timingSafeEqual } from "node:crypto";
import { MINUTE_MS } from "../../domain/time.ts";

export const PROBE_HEADER = "x-chatsby-probe";

const VALID_FOR_MS = 5 * MINUTE_MS;
const SHAPE = /^(\d{1,15})\.([0-9a-f]{64})$/;

const signed = (identityKey: string, request: string, at: string) =>
  createHmac("sha256", identityKey).update(`probe\n${request}\n${at}`).digest("hex");

/**
 * `doctor` sends a signed request to see it refused. Valid for the stage's secret, this route and five
 * minutes. The refusal is not counted as a stranger's.
 * `request`: method and path.
 */
export const signProbe = (identityKey: string, request: string, now: number): string =>
  `${now}.${signed(identityKey, request, String(now))}`;

/** Accepts a signature for five minutes. Constant time; false without a key. */
export function verifyProbe(
  mark: string | undefined,
  identityKey: string,
  request: string,
  now: number,
): boolean {
  const [, at = "", given = ""] = SHAPE.exec(mark ?? "") ?? [];
  if (!identityKey || !given || Math.abs(now - Number(at)) > VALID_FOR_MS) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(signed(identityKey, request, at)));
}
