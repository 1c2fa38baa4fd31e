import { randomUUID } from "node:crypto";
import type { Clock } from "../../lib/application/ports/ports.ts";
import type { FunctionName } from "../../lib/config/deployment/function-names.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Route } from "../template/routes.ts";
import { type ApiEvent, fromResult, toApiEvent } from "./api-event.ts";
import { isLoopbackHost, WRONG_HOST } from "./hosts.ts";
import { judgeToken } from "./jwt.ts";
import { matchRoute } from "./routes.ts";
import {
  type Answer,
  json,
  type Service,
  type ServiceRequest,
  startService,
  type Watch,
  watched,
} from "./service.ts";
import { isSigned } from "./sigv4.ts";

const MAX_BYTES = 10 * 1024 * 1024;

/** `clock`: the signers' clock, if it is another one. */
type Staff = { credentials: { accessKeyId: string; secretAccessKey: string }; region: string; clock?: Clock };

type FrontOptions = {
  port: number;
  routes: readonly Route[];
  clock: Clock;
  staff: Staff;
  invoke(name: FunctionName, event: ApiEvent, requestId: string): Promise<unknown>;
  /** Comes before the API's own routes. `undefined`: not a local route. */
  local?(request: ServiceRequest): Answer | Promise<Answer> | undefined;
  watch?: Watch;
  /**
   * Providers may also use this URL, for example through a tunnel. The other routes and `local` stay on this
   * machine.
   */
  publicUrl?: string | undefined;
};

/** Some tunnels set the Host header to a loopback name and give the original one here. */
const forwardedHosts = ({ headers }: ServiceRequest) =>
  (headers["x-forwarded-host"] ?? "").split(",").flatMap((host) => (host.trim() === "" ? [] : [host.trim()]));

/** Providers and the agent. The inbox's sign-in is on this machine only, so its page would be of no use. */
const isForProviders = ({ signed, jwt, function: name }: Route) => !signed && !jwt && name !== "inbox";

const MACHINE_ONLY = json(403, {
  message: `Only the API's public routes can be reached by this name. ${WRONG_HOST}`,
});
const UNKNOWN_NAME = json(403, {
  message: "To let providers in by this name, as through a tunnel, set it as publicUrl in the settings.",
});

/** The HTTP API in front of the functions, with API Gateway's own responses. Rejects if the port is taken. */
export function startFront({
  port,
  routes,
  clock,
  staff,
  invoke,
  local,
  watch,
  publicUrl,
}: FrontOptions): Promise<Service> {
  const publicHost = publicUrl === undefined ? undefined : URL.parse(publicUrl)?.host;
  const isPublic = (host: string) => host.toLowerCase() === publicHost;

  function refusal(request: ServiceRequest): Answer | undefined {
    const others = [request.headers.host ?? "", ...forwardedHosts(request)].filter(
      (host) => !isLoopbackHost(host),
    );
    if (others.length === 0) return undefined;
    if (!others.every(isPublic)) return UNKNOWN_NAME;
    const match = matchRoute(routes, request.method, request.path);
    return match && isForProviders(match.route) ? undefined : MACHINE_ONLY;
  }

  const answer = watched(watch, async (request) => {
    const own = local?.(request);
    if (own) return own;
    const match = matchRoute(routes, request.method, request.path);
    if (!match) return json(404, { message: "Not Found" });
    const { route } = match;
    const now = clock.now();
    const signedAt = staff.clock?.now() ?? now;
    if (route.signed && !isSigned(request, { ...staff, service: "execute-api", now: signedAt }))
      return json(403, { message: "Forbidden" });
    // Browsers measure the time of tokens by their own clock, too.
    const jwt = route.jwt && (await judgeToken(request, route.jwt, signedAt));
    if (jwt === "unauthorized")
      return json(401, { message: "Unauthorized" }, { "www-authenticate": "Bearer" });
    if (jwt === "forbidden") return json(403, { message: "Forbidden" });
    const requestId = randomUUID();
    const event = toApiEvent(request, {
      ...match,
      requestId,
      now,
      ...(route.signed && { caller: staff.credentials.accessKeyId }),
      ...omitUndefined({ jwt }),
    });
    try {
      return fromResult(await invoke(route.function, event, requestId));
    } catch {
      // The function crashed or timed out, and its log says why. API Gateway returns no more than this
      // either.
      return json(500, { message: "Internal Server Error" });
    }
  });

  return startService(
    {
      port,
      limit: {
        bytes: MAX_BYTES,
        answer: json(413, { message: "Request Entity Too Large" }, { connection: "close" }),
      },
      // Distinguished below, so that the response names the fix.
      takesHost: () => true,
    },
    async (request) => refusal(request) ?? answer(request),
  );
}
