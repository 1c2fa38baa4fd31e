import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Seen = { method: string; url: string; headers: IncomingMessage["headers"]; body: string };
export type Reply =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  | "cut"
  | "hang"
  | "slow-body";

/** Of this reply a client sees no end: only such a case needs a short time-out. */
export const hangs = (reply: Reply) => reply === "hang" || reply === "slow-body";

/** Answers as planned and keeps the requests. */
export class FakeServer {
  url = "";
  reply: Reply = { status: 200, body: {} };
  readonly seen: Seen[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start() {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    this.seen.push({
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    });
    if (this.reply === "hang") return;
    if (this.reply === "cut") return void request.socket.destroy();
    if (this.reply === "slow-body") {
      response.writeHead(200, { "content-type": "application/json" });
      return void response.write('{"messages":[{"id":"wam');
    }
    const { status, body, headers } = this.reply;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  }
}
