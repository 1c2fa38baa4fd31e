import { randomUUID } from "node:crypto";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";
import { ACCESS_TOKEN_MINUTES } from "../../lib/config/deployment/sign-in.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import type { LocalMember } from "./staff.ts";

type Keys = { kid: string; privateKey: CryptoKey; publicKey: JWK };

async function makeKeys(): Promise<Keys> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const kid = randomUUID();
  return { kid, privateKey, publicKey: { ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" } };
}

export const ACCESS_TOKEN_SECONDS = (ACCESS_TOKEN_MINUTES * MINUTE_MS) / SECOND_MS;

/** As Cognito does, with a key that lives as long as the process. */
export function accessTokens(issuer: () => string) {
  let keys: Promise<Keys> | undefined;
  // On first use: making a key takes a while, and most tests need none.
  const ready = () => {
    keys ??= makeKeys();
    return keys;
  };
  return {
    jwks: async () => ({ keys: [(await ready()).publicKey] }),

    /**
     * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
     */
    async sign(
      { user, sub, groups }: LocalMember,
      { clientId, scope, signedInAt }: { clientId: string; scope: string; signedInAt: number },
    ): Promise<string> {
      const { kid, privateKey } = await ready();
      const now = Math.floor(Date.now() / SECOND_MS);
      return new SignJWT({
        sub,
        ...(groups.length > 0 && { "cognito:groups": groups }),
        iss: issuer(),
        version: 2,
        client_id: clientId,
        origin_jti: randomUUID(),
        token_use: "access",
        scope,
        auth_time: Math.floor(signedInAt / SECOND_MS),
        exp: now + ACCESS_TOKEN_SECONDS,
        iat: now,
        jti: randomUUID(),
        username: user,
      })
        .setProtectedHeader({ alg: "RS256", kid })
        .sign(privateKey);
    },
  };
}

export type AccessTokens = ReturnType<typeof accessTokens>;
