import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isLoopbackHost, WRONG_HOST } from "./hosts.ts";

export type ServiceRequest = {
  method: string;
  /** As sent: neither decoded nor normalized. */
  path: string;
  rawQuery: string;
  query: URLSearchParams;
  /** Lower-case names; repeated headers joined with commas. */
  headers: Record<string, string>;
  sourceIp: string;
  body: Buffer;
};

/** "cut" closes the connection, "hang" keeps it open until the caller gives up. */
export type Answer = Whole | Stream | "cut" | "hang";
type Head = { status: number; headers?: Record<string, string | string[]> };
type Whole = Head & { body?: string | Buffer };
type Stream = Head & { open(out: Stretch): void };
export type Stretch = {
  /** `false`: the reader was too far behind, and the connection was closed. */
  write(text: string): boolean;
  onEnd(listener: () => void): void;
  end(): void;
};

/** Called for each request, and its result with the response. */
export type Watch = (request: ServiceRequest) => ((answer: Answer) => void) | undefined;

export type Service = { url: string; port: number; stop(): Promise<void> };

type Options = {
  /** 0: any free port. */
  port?: number;
  /** The response to a body larger than `bytes`, which is not read further. */
  limit?: { bytes: number; answer: Answer };
  /** Default: only hosts that name this machine. */
  takesHost?(host: string): boolean;
};

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Whole => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(value),
});

export const watched =
  (watch: Watch | undefined, handle: (request: ServiceRequest) => Promise<Answer>) =>
  async (request: ServiceRequest): Promise<Answer> => {
    const heard = watch?.(request);
    const answer = await handle(request);
    heard?.(answer);
    return answer;
  };

/** Listens on loopback. Rejects if the port is taken. */
export async function startService(
  options: Options,
  handle: (request: ServiceRequest) => Promise<Answer>,
): Promise<Service> {
  const server = createServer((incoming, outgoing) => {
    answerTo(incoming, options, handle).then(
      (answer) => write(outgoing, answer),
      (error: unknown) => {
        // A caller who leaves during the request is not our failure.
        if (incoming.destroyed && !incoming.complete) return;
        // Nor is a wait that ends because the stack stops.
        if (error instanceof Error && error.name === "AbortError") {
          outgoing.destroy();
          return;
        }
        console.error("simulator:", error);
        write(outgoing, { status: 500 });
      },
    );
  });
  // Tests and load generators keep connections: Node's default of 5 s would close them during a request.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerTo(
  incoming: IncomingMessage,
  { limit, takesHost }: Options,
  handle: (request: ServiceRequest) => Promise<Answer>,
) {
  const headers = joined(incoming.rawHeaders);
  const { host = "" } = headers;
  if (!isLoopbackHost(host) && !takesHost?.(host))
    return json(403, { message: WRONG_HOST }, { connection: "close" });
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (limit && size > limit.bytes) return limit.answer;
    chunks.push(chunk);
  }
  const [path = "/", ...query] = (incoming.url ?? "/").split("?");
  const rawQuery = query.join("?");
  return handle({
    method: incoming.method ?? "GET",
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers,
    sourceIp: incoming.socket.remoteAddress ?? "127.0.0.1",
    body: Buffer.concat(chunks),
  });
}

function joined(raw: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]?.toLowerCase() ?? "";
    headers[name] = name in headers ? `${headers[name]},${raw[at + 1]}` : (raw[at + 1] ?? "");
  }
  return headers;
}

function write(outgoing: ServerResponse, answer: Answer): void {
  if (answer === "hang" || outgoing.destroyed) return;
  if (answer === "cut") {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(answer.status, answer.headers);
  if ("open" in answer) answer.open(stretchOf(outgoing));
  else outgoing.end(answer.body ?? "");
}

/** For example of a sleeping browser. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

function stretchOf(outgoing: ServerResponse): Stretch {
  outgoing.flushHeaders();
  return {
    write(text) {
      outgoing.write(text);
      if (outgoing.writableLength <= MAX_UNREAD_BYTES) return true;
      outgoing.destroy();
      return false;
    },
    onEnd: (listener) => void outgoing.once("close", listener),
    end: () => void outgoing.end(),
  };
}
