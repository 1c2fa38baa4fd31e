import { record } from "../../lib/adapters/http/json.ts";
import { SIGN_IN_PATHS } from "../../lib/config/deployment/sign-in.ts";
import { type Answer, json, type Service, type ServiceRequest, startService } from "../http/service.ts";
import type { LocalTemplate } from "../template/local-template.ts";
import { Sessions } from "./sessions.ts";
import { type AppClient, signInPages } from "./sign-in-pages.ts";
import { LocalStaff } from "./staff.ts";
import { type AccessTokens, accessTokens } from "./tokens.ts";
import { type LocalPool, Refusal, USER_POOL_ACTIONS } from "./user-pool-actions.ts";

const TARGET = "AWSCognitoIdentityProviderService.";
const AMZ_JSON = { "content-type": "application/x-amz-json-1.1" };

type Options = {
  template: LocalTemplate;
  /** Where added staff survives a restart; default: nowhere. */
  staffFile?: string | undefined;
};

/** Amazon Cognito as far as the inbox uses it: one user pool, its sign-in pages, its tokens, its API. */
export class CognitoEndpoint {
  readonly staff: LocalStaff;
  readonly tokens: AccessTokens;
  /** Of invitations, in order: whom. The passwords are not simulated. */
  readonly invited: string[] = [];
  readonly #template: LocalTemplate;
  readonly #pages: (request: ServiceRequest) => Answer | Promise<Answer> | undefined;
  #service: Service | undefined;

  constructor({ template, staffFile }: Options) {
    this.#template = template;
    this.staff = new LocalStaff(staffFile);
    this.tokens = accessTokens(() => this.issuer);
    const sessions = new Sessions(this.staff);
    this.#pages = signInPages({
      staff: this.staff,
      sessions,
      tokens: this.tokens,
      clients: () => this.clients(),
    });
  }

  /** By the name that browsers use, so that its cookies are sent back. */
  get url(): string {
    return this.#service ? `http://localhost:${this.#service.port}` : "";
  }

  get issuer(): string {
    return `${this.url}/${this.#poolId}`;
  }

  get #poolId(): string {
    return this.#template.resources("AWS::Cognito::UserPool")[0]?.ref() ?? "none";
  }

  clients(): readonly AppClient[] {
    return this.#template.resources("AWS::Cognito::UserPoolClient").map(({ ref, property }) => ({
      id: ref(),
      scopes: texts(property("AllowedOAuthScopes")),
      callbackUrls: texts(property("CallbackURLs")),
      logoutUrls: texts(property("LogoutURLs")),
    }));
  }

  /** An access token as after sign-in at the page's client. `undefined`: nobody has this name. */
  async tokenFor(user: string): Promise<string | undefined> {
    const [member, [client]] = [this.staff.find(user), this.clients()];
    if (!member || !client) return undefined;
    return this.tokens.sign(member, {
      clientId: client.id,
      scope: client.scopes.join(" "),
      signedInAt: Date.now(),
    });
  }

  async start(): Promise<void> {
    this.#service = await startService({}, async (request) => this.#answer(request));
  }

  stop = async () => this.#service?.stop();

  async #answer(request: ServiceRequest): Promise<Answer> {
    const { method, path, headers } = request;
    const target = headers["x-amz-target"];
    if (method === "POST" && target !== undefined) return this.#act(target, request.body);
    if (method === "GET" && path === `/${this.#poolId}/.well-known/jwks.json`)
      return json(200, await this.tokens.jwks());
    if (method === "GET" && path === `/${this.#poolId}/.well-known/openid-configuration`)
      return json(200, this.#discovery());
    return this.#pages(request) ?? json(404, { message: "Not Found" });
  }

  #describedPool() {
    const [pool] = this.#template.resources("AWS::Cognito::UserPool");
    return { Id: this.#poolId, MfaConfiguration: pool?.property("MfaConfiguration") };
  }

  #describedClient(id: string) {
    const client = this.clients().find((each) => each.id === id);
    return (
      client && {
        UserPoolId: this.#poolId,
        ClientId: client.id,
        CallbackURLs: client.callbackUrls,
        LogoutURLs: client.logoutUrls,
      }
    );
  }

  #discovery() {
    const { authorize, token, revoke, logout } = SIGN_IN_PATHS;
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/.well-known/jwks.json`,
      authorization_endpoint: `${this.url}${authorize}`,
      token_endpoint: `${this.url}${token}`,
      revocation_endpoint: `${this.url}${revoke}`,
      end_session_endpoint: `${this.url}${logout}`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      token_endpoint_auth_methods_supported: ["none"],
    };
  }

  #act(target: string, raw: Buffer): Answer {
    const failure = (type: string, message: string) => json(400, { __type: type, message }, AMZ_JSON);
    const action = target.startsWith(TARGET) ? USER_POOL_ACTIONS[target.slice(TARGET.length)] : undefined;
    if (!action) return failure("UnknownOperationException", "not simulated");
    const body = record(JSON.parse(raw.toString("utf8"))) ?? {};
    if (body.UserPoolId !== this.#poolId)
      return failure("ResourceNotFoundException", `User pool ${body.UserPoolId} does not exist.`);
    const pool: LocalPool = {
      staff: this.staff,
      groups: this.#template
        .resources("AWS::Cognito::UserPoolGroup")
        .map(({ property }) => String(property("GroupName"))),
      describe: { pool: () => this.#describedPool(), client: (id) => this.#describedClient(id) },
      onInvite: ({ email }) => void this.invited.push(email),
    };
    try {
      return json(200, action(body, pool), AMZ_JSON);
    } catch (error) {
      if (error instanceof Refusal) return failure(error.type, error.message);
      throw error;
    }
  }
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
