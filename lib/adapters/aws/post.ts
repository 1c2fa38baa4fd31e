import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { protocolOf } from "../http/protocol.ts";
import { MAX_AT_ONCE } from "./call-limits.ts";

export type Answer = { status: number; headers: IncomingMessage["headers"]; body: string };

/** There is no whole answer. Whether AWS has done what was asked is not known. */
export class ConnectionError extends Error {
  /** Node's, for example ECONNRESET. */
  readonly code: string;
  constructor(code: string) {
    super(`no answer from AWS: ${code}`);
    this.name = code === "ETIMEDOUT" ? "TimeoutError" : "ConnectionError";
    this.code = code;
  }
}

/** Not a name, which TLS would ask for. */
const ADDRESS = /:|^[\d.]+$/;

/** One that was opened early. Later than this AWS may have closed it, and a freeze hides that. */
const READY_FOR_MS = 10_000;

/** Its connections stay open between calls, also while Lambda freezes the function. */
export function connectionTo(url: URL, connectMs: number) {
  const isSecure = url.protocol === "https:";
  const protocol = protocolOf(url);
  const agent = new protocol.Agent({ keepAlive: true, maxSockets: MAX_AT_ONCE });
  // An IPv6 address is in brackets in a URL only.
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const place = { method: "POST", host, port: url.port, path: "/", agent };
  const isOpen = isSecure ? "secureConnect" : "connect";

  let ready: { socket: Socket; until: number } | undefined;
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, done) => {
    const found = ready;
    ready = undefined;
    if (found && !found.socket.destroyed && Date.now() < found.until) return found.socket;
    found?.socket.destroy();
    return connect(options, done);
  };

  /** Resolves also when it fails: the first request then opens its own. */
  const open = () =>
    new Promise<void>((resolve) => {
      const port = Number(url.port || (isSecure ? 443 : 80));
      const socket = connect({
        host,
        port,
        ...(isSecure && !ADDRESS.test(host) && { servername: host }),
      }) as Socket;
      const timer = setTimeout(() => socket.destroy(), connectMs);
      socket.on("error", () => undefined);
      socket.once(isOpen, () => {
        ready = { socket, until: Date.now() + READY_FOR_MS };
        clearTimeout(timer);
        resolve();
      });
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });

  /** When one is found dead or silent, the other idle ones are likely to be dead too. */
  function closeIdle() {
    for (const sockets of Object.values(agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }

  /** `timeoutMs`: until the last byte of the answer, connecting included. Throws ConnectionError. */
  const post = (headers: Readonly<Record<string, string>>, body: string, timeoutMs: number) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = protocol.request({
        ...place,
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
      });
      let connecting: NodeJS.Timeout | undefined;
      const fail = (code: string) => {
        clearTimeout(connecting);
        clearTimeout(answering);
        reject(new ConnectionError(code));
        sent.destroy();
        closeIdle();
      };
      const failed = (error: NodeJS.ErrnoException) => fail(error.code ?? "unknown");
      const answering = setTimeout(fail, timeoutMs, "ETIMEDOUT");
      sent.on("error", failed);
      sent.on("socket", (socket) => {
        if (!socket.connecting) return;
        connecting = setTimeout(fail, connectMs, "ETIMEDOUT");
        socket.once(isOpen, () => clearTimeout(connecting));
      });
      sent.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", failed);
        response.on("end", () => {
          clearTimeout(answering);
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, body: Buffer.concat(chunks).toString("utf8") });
        });
      });
      sent.end(body);
    });

  return { open, post };
}
