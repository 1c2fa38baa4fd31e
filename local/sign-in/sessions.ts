import { createHash, randomUUID } from "node:crypto";
import { REFRESH_RETRY_SECONDS, REFRESH_TOKEN_HOURS } from "../../lib/config/deployment/sign-in.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import type { LocalMember, LocalStaff } from "./staff.ts";

/** In one client. */
type Session = { user: string; signOuts: number; clientId: string; scope: string; signedInAt: number };
type Grant = Session & { redirectUri: string; challenge: string; expiresAt: number };
type Refresh = Session & { family: string; expiresAt: number };

const CODE_MS = 5 * MINUTE_MS;
/** Of Cognito's session cookie. */
export const COOKIE_MS = HOUR_MS;

const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");

type Exchange = { clientId: string; redirectUri: string; verifier: string };
export type Renewed = Session & { member: LocalMember; refreshToken: string };

/** Issued codes, refresh tokens and cookies. By the wall clock, as browsers measure them. */
export class Sessions {
  readonly #staff: LocalStaff;
  readonly #codes = new Map<string, Grant>();
  readonly #refresh = new Map<string, Refresh>();
  readonly #cookies = new Map<string, Pick<Session, "user" | "signOuts"> & { expiresAt: number }>();

  constructor(staff: LocalStaff) {
    this.#staff = staff;
  }

  cookieFor(member: LocalMember): string {
    const id = randomUUID();
    const { user, signOuts } = member;
    this.#cookies.set(id, { user, signOuts, expiresAt: Date.now() + COOKIE_MS });
    return id;
  }

  ofCookie(id: string | undefined): LocalMember | undefined {
    const session = id === undefined ? undefined : this.#cookies.get(id);
    return session && session.expiresAt > Date.now() ? this.#memberOf(session) : undefined;
  }

  endCookie(id: string | undefined): void {
    if (id !== undefined) this.#cookies.delete(id);
  }

  codeFor(
    member: LocalMember,
    asked: Pick<Grant, "clientId" | "scope" | "redirectUri" | "challenge">,
  ): string {
    const code = randomUUID();
    const now = Date.now();
    const { user, signOuts } = member;
    this.#codes.set(code, { ...asked, user, signOuts, signedInAt: now, expiresAt: now + CODE_MS });
    return code;
  }

  /**
   * Works once. `undefined`: not this client's, not its verifier, used before, too late, or the member is
   * gone.
   */
  exchange(code: string, { clientId, redirectUri, verifier }: Exchange): Renewed | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    if (!grant || grant.expiresAt <= Date.now()) return undefined;
    if (grant.clientId !== clientId || grant.redirectUri !== redirectUri) return undefined;
    if (grant.challenge !== challengeOf(verifier)) return undefined;
    return this.#renewed({
      ...grant,
      family: randomUUID(),
      expiresAt: Date.now() + REFRESH_TOKEN_HOURS * HOUR_MS,
    });
  }

  /** The old token stays valid for some seconds, the new one no longer than the first of its family. */
  rotate(token: string, clientId: string): Renewed | undefined {
    const session = this.#refresh.get(token);
    const now = Date.now();
    if (!session || session.expiresAt <= now || session.clientId !== clientId) return undefined;
    const renewed = this.#renewed(session);
    const retryUntil = now + REFRESH_RETRY_SECONDS * SECOND_MS;
    this.#refresh.set(token, { ...session, expiresAt: Math.min(session.expiresAt, retryUntil) });
    return renewed;
  }

  revoke(token: string): void {
    const family = this.#refresh.get(token)?.family;
    for (const [each, session] of this.#refresh) if (session.family === family) this.#refresh.delete(each);
  }

  #renewed(session: Refresh): Renewed | undefined {
    const member = this.#memberOf(session);
    if (!member) return undefined;
    const refreshToken = randomUUID();
    const { user, signOuts, clientId, scope, signedInAt, family, expiresAt } = session;
    const kept = { user, signOuts, clientId, scope, signedInAt };
    this.#refresh.set(refreshToken, { ...kept, family, expiresAt });
    return { ...kept, member, refreshToken };
  }

  #memberOf({ user, signOuts }: Pick<Session, "user" | "signOuts">): LocalMember | undefined {
    const member = this.#staff.find(user);
    return member?.signOuts === signOuts ? member : undefined;
  }
}
