import { INBOX_ERRORS } from "../../../lib/inbox-api/errors.ts";
import { type InboxOperationName, inboxOperations } from "../../../lib/inbox-api/operations.ts";
import type { InboxPageConfig } from "../../../lib/inbox-api/page-config.ts";
import {
  type Answer,
  json,
  type Service,
  type ServiceRequest,
  startService,
} from "../../../local/http/service.ts";
import type { BuiltPage } from "./built-page.ts";
import { FakeInbox } from "./fake-inbox.ts";
import { FakeIssuer } from "./issuer.ts";
import { fakeOperations } from "./operations.ts";
import { FakeFile, Refusal } from "./shapes.ts";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src blob:; manifest-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type Matched = { name: InboxOperationName; params: Record<string, string> };

function match(method: string, path: string): Matched | undefined {
  for (const [name, { method: asked, path: shape }] of Object.entries(inboxOperations)) {
    const pattern = new RegExp(`^${shape.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
    const found = asked === method ? pattern.exec(path) : null;
    if (found)
      return {
        name: name as InboxOperationName,
        params: Object.fromEntries(
          Object.entries(found.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]),
        ),
      };
  }
  return undefined;
}

type Part = { file: FakeFile; from: number };

const isFile = (result: unknown): result is Part =>
  typeof result === "object" && result !== null && "file" in result && result.file instanceof FakeFile;

function partOf({ file, from }: Part): Answer {
  const { type, bytes, cut, partBytes } = file;
  const part = bytes.subarray(from, from + partBytes);
  return {
    status: 200,
    headers: { "content-type": type, "x-file-size": String(bytes.length) },
    body: cut ? part.subarray(0, part.length / 2) : part,
  };
}

/** The page with an API and a sign-in page in memory. */
export class FakeInboxServer {
  readonly inbox = new FakeInbox();
  readonly issuer = new FakeIssuer();
  /** Names of the operations in the order of their calls. */
  readonly calls: string[] = [];
  /** Answers no call of the API. */
  isDown = false;
  /** Takes and gives no file. */
  isBucketDown = false;
  /** Sends the content security policy with the page. */
  hasPolicy = true;
  /** How many calls came without a token that is accepted. */
  refused = 0;
  readonly #page: BuiltPage;
  readonly #operations = fakeOperations(this.inbox);
  #service: Service | undefined;

  constructor(page: BuiltPage) {
    this.#page = page;
  }

  get url(): string {
    return `http://localhost:${this.#service?.port}`;
  }

  async start(port = 0): Promise<void> {
    this.#service = await startService({ port }, async (request) => this.#answer(request));
  }

  stop = () => this.#service?.stop();

  #answer(request: ServiceRequest): Answer {
    const { method, path, headers } = request;
    if (path === "/inbox/config.json") return json(200, this.#config());
    if (path.startsWith("/inbox/api/")) {
      const user = this.issuer.userOf(headers.authorization);
      if (this.isDown) return json(503, { message: "Service Unavailable" });
      if (user !== undefined) return this.#call(user, request);
      this.refused += 1;
      return json(401, { message: "Unauthorized" });
    }
    if (path.startsWith("/bucket/")) return this.#bucket(request);
    const file = method === "GET" ? this.#page.files[path] : undefined;
    if (file)
      return {
        status: 200,
        headers: {
          "content-type": file.type,
          ...(this.hasPolicy && { "content-security-policy": POLICY }),
        },
        body: this.#page.read(file.file),
      };
    return this.issuer.handle(request) ?? json(404, {});
  }

  #bucket({ method, path, body }: ServiceRequest): Answer {
    const upload = this.inbox.uploads.get(path.slice("/bucket/".length));
    if (!upload || this.isBucketDown) return { status: 403, body: "" };
    if (method === "PUT") upload.bytes = body;
    return { status: 200, body: method === "GET" ? (upload.bytes ?? "") : "" };
  }

  #config(): InboxPageConfig {
    return {
      issuer: this.url,
      authorizationEndpoint: `${this.url}/oauth2/authorize`,
      tokenEndpoint: `${this.url}/oauth2/token`,
      revocationEndpoint: `${this.url}/oauth2/revoke`,
      logoutEndpoint: `${this.url}/logout`,
      clientId: "the-page",
      scope: "inbox/use",
    };
  }

  #call(user: string, { method, path, query, body }: ServiceRequest): Answer {
    const matched = match(method, path.slice("/inbox/api/".length));
    if (!matched) return json(404, { error: "not-found" });
    const { name } = matched;
    this.calls.push(name);
    const call = {
      user,
      params: { ...matched.params, ...Object.fromEntries(query) },
      body: body.length > 0 ? JSON.parse(body.toString()) : {},
    };
    try {
      if (!this.inbox.staff.some((member) => member.user === user)) throw new Refusal("not-staff");
      const operate = this.#operations[name] as (given: typeof call) => unknown;
      const result = operate(call);
      return isFile(result) ? partOf(result) : json(200, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const [status, message] = INBOX_ERRORS[error.code];
      return json(status, { error: error.code, message, ...error.detail });
    }
  }
}
