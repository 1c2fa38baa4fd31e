/** `staff` may use the inbox, `admin` everything in it. */
export const STAFF_GROUPS = { staff: "staff", admin: "admin" } as const;

export const RESOURCE_SERVER = "inbox";
export const USE_SCOPE = "use";

/** In every access token for the inbox API. ID tokens hold no scope, so they are refused. */
export const INBOX_SCOPE = `${RESOURCE_SERVER}/${USE_SCOPE}`;

/** Sign-in returns to it. */
export const inboxUrl = (apiUrl: string): string => `${apiUrl}/inbox`;

/**
 * Below the sign-in domain.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export const SIGN_IN_PATHS = {
  authorize: "/oauth2/authorize",
  token: "/oauth2/token",
  revoke: "/oauth2/revoke",
  logout: "/logout",
} as const;

/** An open page works for so long after its user was removed. Cognito's minimum. */
export const ACCESS_TOKEN_MINUTES = 5;

/** People sign in again after so long. */
export const REFRESH_TOKEN_HOURS = 12;

/** An exchanged refresh token stays valid for so long: the response may have been lost. */
export const REFRESH_RETRY_SECONDS = 30;
