import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** Takes the connection and never answers whole. */
export const UNHELPFUL = [
  "says nothing",
  "reads the request and says nothing",
  "stops in the middle",
  "goes on for ever",
] as const;

type Unhelpful = (typeof UNHELPFUL)[number];

/** Never answers; `calls` counts what reached it. */
export async function startUnhelpful(
  kind: Unhelpful,
): Promise<{ url: string; calls(): number; stop(): void }> {
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let calls = 0;
  const http = createHttpServer((request, response) => {
    calls++;
    request.resume();
    if (kind === "reads the request and says nothing") return;
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0", "content-length": "100000" });
    response.write('{"Item":');
    if (kind === "goes on for ever") timers.add(setInterval(() => response.write(" "), 100));
  });
  const server = kind === "says nothing" ? createServer(() => void calls++) : http;
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    stop() {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
