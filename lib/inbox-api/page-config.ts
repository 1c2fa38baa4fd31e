/**
 * What the page asks before sign-in, at `GET /inbox/config.json`. Nothing in it is secret. Sign-in and
 * sign-out return to its origin and `/inbox`.
 */
export type InboxPageConfig = {
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  revocationEndpoint: string;
  /** Takes `client_id` and `logout_uri`, as Cognito's does. */
  logoutEndpoint: string;
  clientId: string;
  scope: string;
};

/**
 * `page/files.json` beside the inbox function: which file answers which path. `cache`: the header
 * Cache-Control.
 */
export type InboxPageFiles = Readonly<Record<string, { file: string; type: string; cache: string }>>;
