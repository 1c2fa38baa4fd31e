import { Agent, createServer, request as requestOf } from "node:http";
import type { AddressInfo } from "node:net";

/** By this process's clock, in milliseconds. `name`: as AWS names it, for instance "PutItem". */
export type TimedCall = { name: string; request: string; response: string; start: number; end: number };

export type TimedProxy = { url: string; stop(): void };

/** Stands before an emulator and tells of each call once it has been answered. */
export async function startTimedProxy(
  target: string,
  onCall: (call: TimedCall) => void,
): Promise<TimedProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (incoming, outgoing) => {
    const start = performance.now();
    const sent: Buffer[] = [];
    for await (const chunk of incoming) sent.push(chunk);
    const body = Buffer.concat(sent);
    const { method, url, headers } = incoming;
    const passed = requestOf(new URL(url ?? "/", target), { method, headers, agent }, (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers);
      const received: Buffer[] = [];
      response.on("data", (chunk: Buffer) => {
        received.push(chunk);
        outgoing.write(chunk);
      });
      response.on("end", () => {
        outgoing.end();
        onCall({
          name: String(headers["x-amz-target"]).split(".").at(-1) ?? "",
          request: body.toString("utf8"),
          response: Buffer.concat(received).toString("utf8"),
          start,
          end: performance.now(),
        });
      });
    });
    // The stack stops while its pollers wait.
    passed.on("error", () => outgoing.destroy());
    outgoing.on("close", () => passed.destroy());
    passed.end(body);
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
