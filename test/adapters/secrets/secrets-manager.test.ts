import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { secretsManagerSecrets } from "../../../lib/adapters/secrets/secrets-manager.ts";
import { FakeClock, FakeTelemetry } from "../../support/fakes.ts";
import { thinAwsAt } from "../../support/thin-aws.ts";

const secret = (apiKey: string) => JSON.stringify({ chatsby: { apiKey }, identityKey: "0123456789abcdef" });

const CLIENTS = [
  [
    "the SDK",
    (endpoint: string) =>
      new SecretsManager({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "a", secretAccessKey: "b" },
        maxAttempts: 1,
      }),
  ],
  ["the functions' client", (url: string) => thinAwsAt(url).secretsManager],
] as const;

describe.each(CLIENTS)("the secret, read by %s", (_, clientOf) => {
  let server: Server;
  let answer: string | undefined;
  let asked = 0;

  beforeEach(async () => {
    asked = 0;
    server = createServer((_, response) => {
      asked++;
      response.writeHead(answer === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify(answer === undefined ? { __type: "AccessDeniedException" } : { SecretString: answer }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  function open() {
    const { port } = server.address() as AddressInfo;
    const client = clientOf(`http://127.0.0.1:${port}`);
    const [clock, telemetry] = [new FakeClock(), new FakeTelemetry()];
    return { clock, telemetry, secrets: secretsManagerSecrets({ client, secretId: "id", clock, telemetry }) };
  }

  it("is read once for many at the same time, and again after five minutes", async () => {
    const { secrets, clock } = open();
    answer = secret("one");
    const both = await Promise.all([secrets.get(), secrets.get()]);
    expect(both.map(({ chatsby }) => chatsby.apiKey)).toEqual(["one", "one"]);
    answer = secret("two");
    expect((await secrets.get()).chatsby.apiKey).toBe("one");
    expect(asked).toBe(1);
    clock.time += 5 * 60_000;
    expect((await secrets.get()).chatsby.apiKey).toBe("two");
  });

  it("keeps the old value while Secrets Manager is away, and looks again half a minute later", async () => {
    const { secrets, clock, telemetry } = open();
    answer = secret("one");
    await secrets.get();
    clock.time += 5 * 60_000;
    answer = undefined;
    expect((await secrets.get()).chatsby.apiKey).toBe("one");
    expect(telemetry.lines.map(({ code }) => code)).toEqual(["secret.refresh-failed"]);
    answer = secret("two");
    expect((await secrets.get()).chatsby.apiKey).toBe("one");
    clock.time += 30_000;
    expect((await secrets.get()).chatsby.apiKey).toBe("two");
  });

  it("fails closed when it was never read, and forgets the failure", async () => {
    const { secrets } = open();
    answer = undefined;
    await expect(secrets.get()).rejects.toMatchObject({
      name: "IntegrationError",
      system: "secrets",
      code: "AccessDeniedException",
    });
    answer = secret("one");
    expect((await secrets.get()).chatsby.apiKey).toBe("one");
  });

  it("fails closed on a malformed one without quoting it", async () => {
    const { secrets, telemetry } = open();
    answer = '{"chatsby":{"apiKey":"very-secret"}';
    await expect(secrets.get()).rejects.toMatchObject({ code: "ConfigurationError" });
    expect(JSON.stringify(telemetry.lines)).not.toContain("very-secret");
  });
});
