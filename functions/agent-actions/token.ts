import { createHash, timingSafeEqual } from "node:crypto";

const digest = (value: string) => createHash("sha256").update(value).digest();

/** Constant time: digests are compared, with every token. */
export function hasValidToken(header: string | undefined, tokens: readonly string[]): boolean {
  const given = digest(/^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? "");
  let matches = 0;
  // An empty token would match a missing one.
  for (const token of tokens) matches |= Number(token !== "" && timingSafeEqual(given, digest(token)));
  return matches === 1;
}
