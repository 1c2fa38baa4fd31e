import {
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomState,
  None,
  processAuthorizationCodeResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from "oauth4webapi";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import type { InboxPageConfig } from "../../../lib/inbox-api/page-config.ts";

/** They live in memory only. `expiresAt`: milliseconds since 1970, by this browser's clock. */
export type Tokens = { access: string; expiresAt: number; refresh?: string };

/** Of one sign-in, kept in the tab's sessionStorage between the redirect and the return. */
type Pending = { verifier: string; state: string; hash: string };

const PENDING = "inbox.sign-in";
const PAGE = () => `${location.origin}/inbox`;

/** Plain HTTP only at a sign-in page on this machine. */
const optionsFor = ({ tokenEndpoint }: InboxPageConfig) => ({
  [allowInsecureRequests]: /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(tokenEndpoint),
  signal: () => AbortSignal.timeout(15_000),
});

const serverOf = (config: InboxPageConfig): AuthorizationServer => ({
  issuer: config.issuer,
  authorization_endpoint: config.authorizationEndpoint,
  token_endpoint: config.tokenEndpoint,
  revocation_endpoint: config.revocationEndpoint,
});

const clientOf = ({ clientId }: InboxPageConfig): Client => ({ client_id: clientId });

const tokensOf = (
  { access_token, expires_in = 300, refresh_token }: TokenEndpointResponse,
  before?: Tokens,
): Tokens =>
  omitUndefined({
    access: access_token,
    expiresAt: Date.now() + expires_in * 1000,
    refresh: refresh_token ?? before?.refresh,
  });

/** Leaves for the sign-in page, which returns here. */
export async function goToSignIn(config: InboxPageConfig): Promise<void> {
  const pending: Pending = {
    verifier: generateRandomCodeVerifier(),
    state: generateRandomState(),
    hash: location.hash,
  };
  sessionStorage.setItem(PENDING, JSON.stringify(pending));
  const url = new URL(config.authorizationEndpoint);
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: config.clientId,
    redirect_uri: PAGE(),
    scope: config.scope,
    state: pending.state,
    code_challenge: await calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: "S256",
  }).toString();
  location.assign(url);
}

/** Whether this is the return from the sign-in page. */
export const isReturn = (): boolean => /[?&](code|error)=/.test(location.search);

/** Takes the code out of the address at once, and gets tokens for it. Throws if the return does not fit. */
export async function completeSignIn(config: InboxPageConfig): Promise<Tokens> {
  const url = new URL(location.href);
  const stored = sessionStorage.getItem(PENDING);
  sessionStorage.removeItem(PENDING);
  const pending: Pending | undefined = stored ? JSON.parse(stored) : undefined;
  history.replaceState(null, "", `${location.pathname}${pending?.hash ?? ""}`);
  if (!pending) throw new Error("This sign-in was not begun in this tab.");
  const [server, client] = [serverOf(config), clientOf(config)];
  const parameters = validateAuthResponse(server, client, url, pending.state);
  const options = optionsFor(config);
  const response = await authorizationCodeGrantRequest(
    server,
    client,
    None(),
    parameters,
    PAGE(),
    pending.verifier,
    options,
  );
  return tokensOf(await processAuthorizationCodeResponse(server, client, response));
}

/** Throws if the sign-in page refuses, or is not reached. */
export async function renew(config: InboxPageConfig, { refresh, ...before }: Tokens): Promise<Tokens> {
  if (refresh === undefined) throw new Error("There is nothing to renew with.");
  const [server, client] = [serverOf(config), clientOf(config)];
  const response = await refreshTokenGrantRequest(server, client, None(), refresh, optionsFor(config));
  return tokensOf(await processRefreshTokenResponse(server, client, response), { refresh, ...before });
}

/** Without a result: signing out goes on when the sign-in page cannot be reached. */
export async function revoke(config: InboxPageConfig, { refresh }: Tokens): Promise<void> {
  if (refresh === undefined) return;
  const options = optionsFor(config);
  await revocationRequest(serverOf(config), clientOf(config), None(), refresh, options).catch(
    () => undefined,
  );
}

/** Where the sign-in page forgets its own session. It returns here. */
export function signOutUrl({ logoutEndpoint, clientId }: InboxPageConfig): URL {
  const url = new URL(logoutEndpoint);
  url.search = new URLSearchParams({ client_id: clientId, logout_uri: PAGE() }).toString();
  return url;
}
