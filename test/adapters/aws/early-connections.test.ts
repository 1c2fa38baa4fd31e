import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, jest } from "@jest/globals";
import { CALL_LIMITS } from "../../../lib/adapters/aws/call-limits.ts";
import { answer, startRawServer } from "../../support/raw-server.ts";
import { selfSigned } from "../../support/self-signed.ts";
import { thinAwsAt } from "../../support/thin-aws.ts";
import { startUnhelpful } from "../../support/unhelpful-server.ts";
import { waitFor } from "../../support/wait-for.ts";

const KEY = { TableName: "t", Key: { pk: { S: "a" } } };
const OK = answer(200, {});

describe("a connection that is opened before there is a call", () => {
  let server: Awaited<ReturnType<typeof startRawServer>> | undefined;
  afterEach(() => {
    jest.restoreAllMocks();
    server?.stop();
  });

  async function opened() {
    const started = await startRawServer([OK]);
    server = started;
    const aws = thinAwsAt(started.url);
    await aws.open("dynamodb", "sqs");
    await waitFor("both connections", () => started.connections() === 2);
    return { aws, server: started };
  }

  it("is the first call's, and stays open for later ones", async () => {
    const { aws, server } = await opened();
    await aws.dynamodb.getItem(KEY);
    await aws.dynamodb.getItem(KEY);
    await aws.sqs.deleteMessage({ QueueUrl: "q", ReceiptHandle: "r" });
    expect(new Set(server.seen.map(({ connection }) => connection))).toEqual(new Set([1, 2]));
    expect(server.connections()).toBe(2);
  });

  it("serves one of several calls at the same time", async () => {
    const { aws, server } = await opened();
    await Promise.all([1, 2, 3].map(() => aws.dynamodb.getItem(KEY)));
    expect(server.connections()).toBe(4);
  });

  it("is not used when the service has closed it", async () => {
    const { aws, server } = await opened();
    server.closeConnections();
    await expect(aws.dynamodb.getItem(KEY)).resolves.toEqual({});
    expect(server.seen.map(({ connection }) => connection)).toEqual([3]);
  });

  it("is not used after a long freeze", async () => {
    const { aws, server } = await opened();
    const later = Date.now() + 15_000;
    jest.spyOn(Date, "now").mockReturnValue(later);
    await aws.dynamodb.getItem(KEY);
    expect(server.seen.map(({ connection }) => connection)).toEqual([3]);
  });

  it("is given up in time, and without an error, when nothing answers", async () => {
    const silent = await startUnhelpful("says nothing");
    const startedAt = performance.now();
    await thinAwsAt(silent.url.replace("http:", "https:")).open("dynamodb");
    silent.stop();
    expect(performance.now() - startedAt).toBeLessThan(CALL_LIMITS.request.connectMs + 1_500);
    // Now nothing listens there.
    const aws = thinAwsAt(silent.url);
    await aws.open("dynamodb", "sqs");
    await expect(aws.dynamodb.getItem(KEY)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("TLS", () => {
  it("is what a connection opened early has too, and a certificate that nobody trusts is refused", async () => {
    const { key, cert } = selfSigned();
    let connections = 0;
    const server = createServer({ key, cert }, (_, response) => response.end("{}"));
    server.on("secureConnection", () => void connections++);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const folder = await mkdtemp(join(tmpdir(), "early-"));
    try {
      const aws = thinAwsAt(url);
      await aws.open("dynamodb");
      await expect(aws.dynamodb.getItem(KEY)).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
      const trusted = join(folder, "cert.pem");
      await writeFile(trusted, cert);
      const before = connections;
      // Node reads whom it trusts when it starts.
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [join(import.meta.dirname, "../../support/call-early.ts"), url],
        { env: { NODE_EXTRA_CA_CERTS: trusted } },
      );
      expect(stdout.trim()).toBe("{}");
      expect(connections - before).toBe(1);
    } finally {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true });
    }
  });
});
