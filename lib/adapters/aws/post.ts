import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as SecureAgent } from "node:https";
import { MAX_AT_ONCE } from "./call-limits.ts";

export type Posted = {
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string;
  connectMs: number;
  /** Until the last byte of the answer, connecting included. */
  timeoutMs: number;
};

export type Answer = { status: number; headers: IncomingMessage["headers"]; body: string };

/** Names of the SDK: a connection that was refused or cut, and one that took too long. */
export class ConnectionError extends Error {
  /** Node's, for example ECONNRESET. */
  readonly code: string;
  constructor(code: string) {
    super(`no answer from AWS: ${code}`);
    this.name = TIMEOUTS.has(code) ? "TimeoutError" : "ConnectionError";
    this.code = code;
  }
}

const TIMEOUTS: ReadonlySet<string> = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT"]);

/** Connections stay open between calls, also while Lambda freezes the function. */
export function connectionPool() {
  const settings = { keepAlive: true, maxSockets: MAX_AT_ONCE };
  const [plain, secure] = [new Agent(settings), new SecureAgent(settings)];

  /** What one of them was found dead or silent, the other idle ones are likely to be too. */
  function closeIdle(url: URL) {
    const { freeSockets } = url.protocol === "https:" ? secure : plain;
    for (const [name, sockets] of Object.entries(freeSockets))
      if (name.startsWith(`${url.hostname}:`)) for (const socket of sockets ?? []) socket.destroy();
  }

  /** Resolves with whatever the service answers. Rejects with a ConnectionError. */
  const post = ({ url, headers, body, connectMs, timeoutMs }: Posted) =>
    new Promise<Answer>((resolve, reject) => {
      const options = {
        method: "POST",
        host: url.hostname,
        port: url.port,
        path: "/",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
      };
      const request: ClientRequest =
        url.protocol === "https:"
          ? requestHttps({ ...options, agent: secure })
          : requestHttp({ ...options, agent: plain });
      let connecting: NodeJS.Timeout | undefined;
      const fail = (code: string) => {
        clearTimeout(connecting);
        clearTimeout(answering);
        reject(new ConnectionError(code));
        request.destroy();
        closeIdle(url);
      };
      const answering = setTimeout(() => fail("ETIMEDOUT"), timeoutMs);
      request.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? "unknown"));
      request.on("socket", (socket) => {
        if (!socket.connecting) return;
        connecting = setTimeout(() => fail("ETIMEDOUT"), connectMs);
        socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
      });
      request.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? "unknown"));
        response.on("end", () => {
          clearTimeout(answering);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          });
        });
      });
      request.end(body);
    });

  return { post };
}
