import type { IncomingMessage, Agent as NodeAgent } from "node:http";
import type { Socket } from "node:net";
import type { Fetch } from "./fetch.ts";
import { type Protocol, protocolOf } from "./protocol.ts";

/** As Node's `fetch`. */
const CONNECT_MS = 10_000;

/**
 * How long a connection may be idle: an agent thinks for some seconds between "typing…" and the reply. Longer, and the
 * other side may have closed it while the function was frozen.
 */
const MAX_IDLE_MS = 15_000;

const HEADERS = { accept: "*/*", "accept-encoding": "identity", "user-agent": "node" };

/** As `fetch` fails. */
const failed = (cause: unknown) => new TypeError("fetch failed", { cause });

const responseOf = (response: IncomingMessage) => ({
  status: response.statusCode ?? 0,
  headers: { get: (name: string) => [response.headers[name.toLowerCase()] ?? []].flat().at(0) ?? null },
  body: response,
});

/** `now`: in milliseconds, also while the process is frozen. */
function connections({ Agent }: Protocol, now: () => number) {
  const agent = new Agent({ keepAlive: true, timeout: MAX_IDLE_MS });
  const idleSince = new WeakMap<Socket, number>();
  agent.on("free", (socket: Socket) => idleSince.set(socket, now()));
  return (): NodeAgent => {
    for (const socket of Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []))
      if (now() - (idleSince.get(socket) ?? 0) > MAX_IDLE_MS) socket.destroy();
    return agent;
  };
}

/**
 * Does what the worker needs of `fetch`, which loads undici: 25 ms of processor time in a cold start, and one more for
 * each request. Sends what it is given, follows nothing and decodes nothing.
 */
export function lightFetch(now: () => number, connectMs = CONNECT_MS): Fetch {
  const agents = new Map<string, ReturnType<typeof connections>>();

  function agentFor(url: URL, protocol: Protocol): NodeAgent {
    const known = agents.get(url.protocol) ?? connections(protocol, now);
    agents.set(url.protocol, known);
    return known();
  }

  return (address, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const protocol = protocolOf(url);
      const sent = protocol.request(url, {
        method,
        headers: { ...HEADERS, ...headers },
        agent: agentFor(url, protocol),
        signal,
      });
      let connecting: NodeJS.Timeout | undefined;
      sent.on("socket", (socket) => {
        if (!socket.connecting) return;
        const late = Object.assign(new Error("no connection"), { code: "ETIMEDOUT", syscall: "connect" });
        connecting = setTimeout(() => sent.destroy(late), connectMs);
        socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
      });
      sent.on("close", () => clearTimeout(connecting));
      sent.on("error", (error) => reject(failed(error)));
      sent.on("response", (response) => resolve(responseOf(response)));
      sent.end(body);
    });
}
