import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { findLocalStack } from "../../../cli/stage/find-local-stack.ts";
import { memoryNotes } from "../support/run-cli.ts";

const servers: Server[] = [];
async function listening(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const deployment = (url: string) => JSON.stringify({ outputs: { ApiUrl: url } });
/** Nothing listens on the usual port, whatever runs on this machine. */
const onlyAt =
  (...urls: string[]): typeof fetch =>
  (asked, init) =>
    urls.some((url) => String(asked).startsWith(url))
      ? fetch(asked, init)
      : Promise.reject(new TypeError("fetch failed"));
const found = (ask: typeof fetch, note?: unknown) =>
  findLocalStack({ fetch: ask, notes: memoryNotes({ "local-stack": note }) });

describe("a local stack", () => {
  it("is found by the note that it left", async () => {
    const url = await listening((_, response) => response.end(deployment("x")));
    expect(await found(onlyAt(url), { url, pid: 1 })).toBe(url);
  });

  it("is found on the usual port without a note, and where the note is out of date", async () => {
    const usual: typeof fetch = async (asked) => {
      if (String(asked) === "http://localhost:4000/local/deployment") return new Response(deployment("x"));
      throw new TypeError("fetch failed");
    };
    expect(await found(usual)).toBe("http://localhost:4000");
    expect(await found(usual, { url: "http://localhost:4999" })).toBe("http://localhost:4000");
    expect(await found(usual, "damaged")).toBe("http://localhost:4000");
  });

  it.each<[string, RequestListener]>([
    ["another program", (_, response) => response.end("<html>hello</html>")],
    ["another API", (_, response) => response.end('{"outputs":[]}')],
    ["a program without this path", (_, response) => response.writeHead(404).end()],
    ["a redirect elsewhere", (_, response) => response.writeHead(302, { location: "/x" }).end()],
  ])("is not %s", async (_, answer) => {
    const url = await listening(answer);
    expect(await found(onlyAt(url), { url })).toBeUndefined();
  });

  it("is not waited for where something accepts the connection and says nothing", async () => {
    const url = await listening(() => undefined);
    expect(await found(onlyAt(url), { url })).toBeUndefined();
  });

  it("is looked for on this machine only", async () => {
    const asked: string[] = [];
    const recording: typeof fetch = async (url) => {
      asked.push(String(url));
      throw new TypeError("fetch failed");
    };
    await found(recording, { url: "https://wa.example.org" });
    expect(asked).toEqual(["http://localhost:4000/local/deployment"]);
  });
});
