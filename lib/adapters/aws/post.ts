import type { Agent as HttpAgent, IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
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

/**
 * Importing `node:http` as a module would load undici, for its getters: a fifth of a cold start. `node:https` has
 * none of them.
 */
const protocolOf = ({ protocol }: URL): { Agent: typeof HttpAgent; request: typeof request } =>
  protocol === "https:" ? { request, Agent } : process.getBuiltinModule("node:http");

/** Its connections stay open between calls, also while Lambda freezes the function. */
export function connectionTo(url: URL, connectMs: number) {
  const isSecure = url.protocol === "https:";
  const protocol = protocolOf(url);
  const agent = new protocol.Agent({ keepAlive: true, maxSockets: MAX_AT_ONCE });
  const place = { method: "POST", host: url.hostname, port: url.port, path: "/", agent };

  /** When one is found dead or silent, the other idle ones are likely to be dead too. */
  function closeIdle() {
    for (const sockets of Object.values(agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }

  /** `timeoutMs`: until the last byte of the answer, connecting included. Throws ConnectionError. */
  return (headers: Readonly<Record<string, string>>, body: string, timeoutMs: number) =>
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
        socket.once(isSecure ? "secureConnect" : "connect", () => clearTimeout(connecting));
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
}
