import { SIGN_IN_PATHS } from "../../lib/config/deployment/sign-in.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import { signInPage, signInProblem } from "./page.ts";
import { COOKIE_MS, type Renewed, type Sessions } from "./sessions.ts";
import type { LocalStaff } from "./staff.ts";
import { ACCESS_TOKEN_SECONDS, type AccessTokens } from "./tokens.ts";

/** Described by the template. */
export type AppClient = {
  id: string;
  scopes: readonly string[];
  callbackUrls: readonly string[];
  logoutUrls: readonly string[];
};

type Parts = {
  staff: LocalStaff;
  sessions: Sessions;
  tokens: AccessTokens;
  clients(): readonly AppClient[];
};

/** For links of the local page: `?user=ann`. */
export const AT_ONCE = "/local/sign-in";

/** Browsers send cookies to every port of a host, so each stack has a cookie by its own name. */
const cookieName = ({ headers }: ServiceRequest) => `sign-in-${headers.host?.split(":")[1] ?? "80"}`;
const cookieOf = (request: ServiceRequest) =>
  (request.headers.cookie ?? "")
    .split(/;\s*/)
    .map((pair) => pair.split("="))
    .find(([name]) => name === cookieName(request))?.[1];
const cookie = (request: ServiceRequest, value: string, maxAgeMs: number) =>
  `${cookieName(request)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeMs / SECOND_MS}`;

function redirect(
  to: string,
  parameters: Record<string, string | null>,
  headers: Record<string, string> = {},
): Answer {
  const url = new URL(to);
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href, "cache-control": "no-store", ...headers } };
}

/** Any page may exchange a code: it must have the verifier. */
const CORS = { "access-control-allow-origin": "*", "cache-control": "no-store" };
const failure = (error: string): Answer => json(400, { error }, CORS);

/**
 * For people of this machine, without a password.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
 */
export function signInPages({ staff, sessions, tokens, clients }: Parts) {
  /** Returns what the client may ask for, or what to answer instead. */
  function asked(query: URLSearchParams) {
    const client = clients().find(({ id }) => id === query.get("client_id"));
    const redirectUri = query.get("redirect_uri") ?? "";
    if (!client) return { refused: signInProblem("No such client.") };
    if (!client.callbackUrls.includes(redirectUri))
      return { refused: signInProblem(`redirect_mismatch: ${redirectUri} is not an address of the inbox.`) };
    const state = query.get("state");
    const refuse = (error: string) => ({ refused: redirect(redirectUri, { error, state }) });
    if (query.get("response_type") !== "code") return refuse("unsupported_response_type");
    const scope = query.get("scope") || client.scopes.join(" ");
    if (!scope.split(" ").every((each) => client.scopes.includes(each))) return refuse("invalid_scope");
    const challenge = query.get("code_challenge") ?? "";
    if (challenge === "" || query.get("code_challenge_method") !== "S256") return refuse("invalid_request");
    return { clientId: client.id, redirectUri, scope, challenge, state };
  }

  function authorize(request: ServiceRequest): Answer {
    const { query, rawQuery } = request;
    const wanted = asked(query);
    if ("refused" in wanted) return wanted.refused;
    const { redirectUri, state } = wanted;
    const member = query.get("prompt") === "login" ? undefined : sessions.ofCookie(cookieOf(request));
    if (member) return redirect(redirectUri, { code: sessions.codeFor(member, wanted), state });
    if (query.get("prompt") === "none") return redirect(redirectUri, { error: "login_required", state });
    return signInPage(staff.members, rawQuery, redirectUri);
  }

  function login(request: ServiceRequest): Answer {
    const wanted = asked(request.query);
    if ("refused" in wanted) return wanted.refused;
    const member = staff.find(new URLSearchParams(request.body.toString("utf8")).get("user") ?? "");
    if (!member) return signInProblem("Nobody has this name any more.");
    staff.change(member, { status: "CONFIRMED" });
    return redirect(
      wanted.redirectUri,
      { code: sessions.codeFor(member, wanted), state: wanted.state },
      { "set-cookie": cookie(request, sessions.cookieFor(member), COOKIE_MS) },
    );
  }

  /** Without a question, into the inbox; browsers keep a fragment over the redirect. Cognito has no such page. */
  function signInAtOnce(request: ServiceRequest): Answer {
    const member = staff.find(request.query.get("user") ?? "");
    const inbox = clients()
      .flatMap(({ callbackUrls }) => callbackUrls)
      .find((address) => URL.parse(address)?.hostname === "localhost");
    if (!member || !inbox) return signInProblem("Nobody has this name any more.");
    staff.change(member, { status: "CONFIRMED" });
    return redirect(inbox, {}, { "set-cookie": cookie(request, sessions.cookieFor(member), COOKIE_MS) });
  }

  async function token({ body }: ServiceRequest): Promise<Answer> {
    const form = new URLSearchParams(body.toString("utf8"));
    const field = (name: string) => form.get(name) ?? "";
    const clientId = field("client_id");
    if (!clients().some(({ id }) => id === clientId)) return failure("invalid_client");
    const given = (renewed: Renewed | undefined) => (renewed ? granted(renewed) : failure("invalid_grant"));
    switch (field("grant_type")) {
      case "authorization_code":
        return given(
          sessions.exchange(field("code"), {
            clientId,
            redirectUri: field("redirect_uri"),
            verifier: field("code_verifier"),
          }),
        );
      case "refresh_token":
        return given(sessions.rotate(field("refresh_token"), clientId));
      default:
        return failure("unsupported_grant_type");
    }
  }

  const granted = async ({ member, refreshToken, ...session }: Renewed): Promise<Answer> =>
    json(
      200,
      {
        access_token: await tokens.sign(member, session),
        refresh_token: refreshToken,
        expires_in: ACCESS_TOKEN_SECONDS,
        token_type: "Bearer",
      },
      CORS,
    );

  function revoke({ body }: ServiceRequest): Answer {
    sessions.revoke(new URLSearchParams(body.toString("utf8")).get("token") ?? "");
    return { status: 200, headers: CORS };
  }

  function logout(request: ServiceRequest): Answer {
    const client = clients().find(({ id }) => id === request.query.get("client_id"));
    const to = request.query.get("logout_uri") ?? "";
    if (!client?.logoutUrls.includes(to)) return signInProblem(`${to} is not an address of the inbox.`);
    sessions.endCookie(cookieOf(request));
    return redirect(to, {}, { "set-cookie": cookie(request, "", 0) });
  }

  return (request: ServiceRequest): Answer | Promise<Answer> | undefined => {
    switch (`${request.method} ${request.path}`) {
      case `GET ${SIGN_IN_PATHS.authorize}`:
        return authorize(request);
      case `GET ${AT_ONCE}`:
        return signInAtOnce(request);
      case "POST /login":
        return login(request);
      case `POST ${SIGN_IN_PATHS.token}`:
        return token(request);
      case `POST ${SIGN_IN_PATHS.revoke}`:
        return revoke(request);
      case `GET ${SIGN_IN_PATHS.logout}`:
        return logout(request);
      default:
        return undefined;
    }
  };
}
