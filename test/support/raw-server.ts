import { type AddressInfo, createServer, type Socket } from "node:net";

type RawRequest = { headers: Readonly<Record<string, string>>; body: string; connection: number };

/** What the server does with a request: these bytes, or one of the ways not to answer. */
export type RawReply = { bytes: string; close?: boolean } | "cut" | "hang";

export const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): RawReply => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const all = { "content-length": String(Buffer.byteLength(text)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return { bytes: `HTTP/1.1 ${status} Whatever\r\n${lines.join("")}\r\n${text}` };
};

function readRequest(text: string): { headers: Record<string, string>; body: string } | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const lines = text.slice(0, end).split("\r\n").slice(1);
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  );
  const body = text.slice(end + 4);
  return body.length < Number(headers["content-length"] ?? 0) ? undefined : { headers, body };
}

/** Speaks HTTP by hand, so that it can also break it. Replies in their order; the last one again. */
export async function startRawServer(replies: readonly RawReply[]) {
  const sockets = new Set<Socket>();
  const seen: RawRequest[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    const connection = ++connections;
    sockets.add(socket);
    socket.on("error", () => undefined);
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
      const request = readRequest(received);
      if (!request) return;
      received = "";
      seen.push({ ...request, connection });
      const reply = replies[Math.min(seen.length, replies.length) - 1];
      if (reply === undefined || reply === "hang") return;
      if (reply === "cut") socket.resetAndDestroy();
      else if (reply.close) socket.end(reply.bytes);
      else socket.write(reply.bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: seen as readonly RawRequest[],
    connections: () => connections,
    /** As a service does that has had no request for a while. */
    closeConnections() {
      for (const socket of sockets) socket.destroy();
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
