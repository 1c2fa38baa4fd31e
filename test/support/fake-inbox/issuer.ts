import { createHash, randomUUID } from "node:crypto";
import { type Answer, json, type ServiceRequest } from "../../../local/http/service.ts";

/** A sign-in page that knows whom to sign in, with PKCE, rotating refresh tokens and a session cookie, as Cognito's. */
export class FakeIssuer {
  /** Who signs in next without being asked; empty: the page asks. */
  session = "ann";
  expiresInSeconds = 300;
  /** Its answers to the token endpoint fail with `invalid_grant`. */
  isRefusing = false;
  readonly grants: string[] = [];
  readonly revoked: string[] = [];
  readonly #codes = new Map<string, { user: string; challenge: string; redirect: string }>();
  readonly #access = new Map<string, string>();
  readonly #refresh = new Map<string, string>();

  userOf = (authorization: string | undefined): string | undefined =>
    this.#access.get(authorization?.replace(/^Bearer /, "") ?? "");

  /** As if the five minutes were over. */
  expireAccess = () => this.#access.clear();

  handle({ method, path, query, body }: ServiceRequest): Answer | undefined {
    switch (`${method} ${path}`) {
      case "GET /oauth2/authorize":
        return this.#authorize(query);
      case "POST /oauth2/token":
        return this.#token(new URLSearchParams(body.toString()));
      case "POST /oauth2/revoke": {
        const token = new URLSearchParams(body.toString()).get("token") ?? "";
        this.revoked.push(token);
        this.#refresh.delete(token);
        return { status: 200, body: "" };
      }
      case "GET /logout":
        this.session = "";
        return { status: 302, headers: { location: query.get("logout_uri") ?? "" } };
      default:
        return undefined;
    }
  }

  #authorize(query: URLSearchParams): Answer {
    const user = query.get("as") ?? this.session;
    if (user === "") {
      query.set("as", "ann");
      const link = `/oauth2/authorize?${query}`.replaceAll("&", "&amp;");
      return {
        status: 200,
        headers: { "content-type": "text/html; charset=utf-8" },
        body: `<!doctype html><title>Sign in</title><a href="${link}">Ann</a>`,
      };
    }
    this.session = user;
    const code = randomUUID();
    const redirect = query.get("redirect_uri") ?? "";
    this.#codes.set(code, { user, redirect, challenge: query.get("code_challenge") ?? "" });
    const back = new URLSearchParams({ code, state: query.get("state") ?? "" });
    return { status: 302, headers: { location: `${redirect}?${back}` } };
  }

  #token(form: URLSearchParams): Answer {
    const grant = form.get("grant_type") ?? "";
    this.grants.push(grant);
    const user = grant === "refresh_token" ? this.#rotate(form) : this.#redeem(form);
    if (user === undefined || this.isRefusing) return json(400, { error: "invalid_grant" });
    const [access, refresh] = [randomUUID(), randomUUID()];
    this.#access.set(access, user);
    this.#refresh.set(refresh, user);
    return json(
      200,
      {
        access_token: access,
        refresh_token: refresh,
        token_type: "Bearer",
        expires_in: this.expiresInSeconds,
      },
      { "cache-control": "no-store" },
    );
  }

  #redeem(form: URLSearchParams): string | undefined {
    const code = form.get("code") ?? "";
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return issued?.challenge === challenge && issued.redirect === form.get("redirect_uri")
      ? issued.user
      : undefined;
  }

  #rotate(form: URLSearchParams): string | undefined {
    const token = form.get("refresh_token") ?? "";
    const user = this.#refresh.get(token);
    this.#refresh.delete(token);
    return user;
  }
}
