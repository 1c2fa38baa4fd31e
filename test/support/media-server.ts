import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Answers by path, as badly as planned. */
export class MediaServer {
  url = "";
  readonly answers = new Map<string, Answer>();
  readonly seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  /** Answers that the client broke off. */
  broken = 0;
  readonly #waiting = new Set<() => void>();
  readonly #server = createServer((request, response) => {
    const [path = ""] = (request.url ?? "").split("?");
    this.seen.push({ path: request.url ?? "", headers: request.headers });
    response.on("close", () => {
      if (!response.writableFinished) this.broken += 1;
      for (const look of this.#waiting) look();
    });
    (this.answers.get(path) ?? status(404))(response, request);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Resolves when the client has broken off an answer. */
  untilBroken(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.broken === 0) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

export const status =
  (code: number, body = "", headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(code, headers).end(body);

export const file =
  (bytes: Uint8Array, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response.writeHead(200, { "content-length": String(bytes.byteLength), ...headers }).end(bytes);

export const json = (value: unknown): Answer =>
  status(200, JSON.stringify(value), { "content-type": "application/json" });

/** Says how much will come, and sends less. */
export const announce =
  (bytes: number, sent = Buffer.alloc(0)): Answer =>
  (response) => {
    response.writeHead(200, { "content-length": String(bytes) }).write(sent);
  };

export const short: Answer = (response) => {
  response.writeHead(200, { "content-length": "1000" }).write(Buffer.alloc(500));
  setImmediate(() => response.destroy());
};

export const endless: Answer = (response) => {
  response.writeHead(200);
  const chunk = Buffer.alloc(16_384);
  const go = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", go);
  go();
};

/** A byte at a time, for ever. */
export const drip: Answer = (response) => {
  response.writeHead(200, { "content-length": "1000" });
  const timer = setInterval(() => response.write("x"), 20);
  response.on("close", () => clearInterval(timer));
};

export const hang: Answer = () => undefined;

export const cut: Answer = (_, request) => void request.socket.destroy();

/** One after the other; the last one for ever. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let at = 0;
  return (response, request) => {
    answers[Math.min(at, answers.length - 1)]?.(response, request);
    at += 1;
  };
}
