import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeOperatorApi } from "./support/fake-operator-api.ts";
import { runCli } from "./support/run-cli.ts";

describe("access to the API", () => {
  let api: FakeOperatorApi;
  beforeEach(async () => {
    api = new FakeOperatorApi();
    await api.start();
  });
  afterEach(() => api.stop());

  it("is found by WA_URL, by --url before it, and options may stand before the command", async () => {
    const env = { WA_URL: `${api.url}/` };
    expect((await runCli(["handoffs"], { env })).code).toBe(0);
    expect(
      (await runCli(["--url", api.url, "--json", "handoffs"], { env: { WA_URL: "http://127.0.0.1:9" } })).out,
    ).toContain('"handoffs"');
  });

  it("is found by the stack of the stage, which outweighs WA_URL", async () => {
    const asked: string[] = [];
    const stackOutputs = async (stack: string) => {
      asked.push(stack);
      return { ApiUrl: api.url };
    };
    await runCli(["handoffs"], { stackOutputs });
    await runCli(["handoffs", "--stage", "prod"], { stackOutputs, env: { WA_URL: "http://127.0.0.1:9" } });
    expect(asked).toEqual(["ChatsbyWhatsapp-dev", "ChatsbyWhatsapp-prod"]);
    expect(await runCli(["handoffs", "--stage", "prod"])).toMatchObject({
      code: 6,
      err: expect.stringContaining("no stack ChatsbyWhatsapp-prod"),
    });
  });

  it("is signed for the region in the API's name, with the session's token", async () => {
    const seen: Headers[] = [];
    const answering: typeof fetch = async (_url, init) => {
      seen.push(new Headers(init?.headers));
      return Response.json({ handoffs: [] });
    };
    const credentials = async () => ({
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "s",
      sessionToken: "session",
    });
    const url = "https://abc123.execute-api.eu-central-1.amazonaws.com";
    expect((await runCli(["handoffs", "--url", url], { fetch: answering, credentials })).code).toBe(0);
    expect(seen[0]?.get("authorization")).toMatch(
      /Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/execute-api\/aws4_request/,
    );
    expect(seen[0]?.get("x-amz-security-token")).toBe("session");
    expect(await runCli(["handoffs", "--url", "https://wa.example.com"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("AWS_REGION"),
    });
  });

  it("goes to no address in the clear but this machine's", async () => {
    expect(await runCli(["handoffs", "--url", "http://wa.example.com"])).toMatchObject({ code: 2 });
  });

  it("names the permission when AWS refuses", async () => {
    api.credentials.secretAccessKey = "another";
    expect(await runCli(["handoffs", "--url", api.url])).toMatchObject({
      code: 5,
      err: expect.stringContaining("may not call this API"),
    });
    const forbidden: typeof fetch = async () => Response.json({ message: "Forbidden" }, { status: 403 });
    const url = "https://abc123.execute-api.eu-central-1.amazonaws.com";
    const { err } = await runCli(["handoffs", "--url", url], { fetch: forbidden });
    expect(err).toContain("execute-api:Invoke");
    expect(err).toContain("OperatorPolicyArn");
  });

  it("asks whether the local stack runs when nothing answers", async () => {
    api.stop();
    expect(await runCli(["handoffs", "--url", api.url])).toMatchObject({
      code: 6,
      err: expect.stringContaining("is `npm start` running"),
    });
  });

  it("tries again what may pass, and no more than three times", async () => {
    api.failures = ["cut", { status: 500, body: { message: "Internal Server Error" } }];
    expect((await runCli(["handoffs", "--url", api.url])).code).toBe(0);
    expect(api.calls).toHaveLength(3);
    api.failures = Array.from({ length: 9 }, () => ({ status: 429, body: { message: "Too Many Requests" } }));
    expect((await runCli(["handoffs", "--url", api.url])).code).toBe(4);
    expect(api.calls).toHaveLength(6);
  });

  it("is distinguished from another API at the same address", async () => {
    api.failures = [{ status: 200, body: { hello: "world" } }];
    expect(await runCli(["handoffs", "--url", api.url])).toMatchObject({
      code: 1,
      err: expect.stringContaining("Is the URL right?"),
    });
    api.failures = [{ status: 404, body: { message: "Not Found" } }];
    expect((await runCli(["handoffs", "--url", api.url])).code).toBe(3);
  });
});
