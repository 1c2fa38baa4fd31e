import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { s3FileStore } from "../../../lib/adapters/s3/file-store.ts";
import { FilesEndpoint } from "../../../local/aws/files-endpoint.ts";

const REGION = "eu-central-1";
let now = Date.now();
const endpoint = new FilesEndpoint({ arn: "arn:aws:s3:::files", region: REGION, clock: { now: () => now } });
beforeAll(() => endpoint.start());
afterAll(() => endpoint.stop());

const store = (secretAccessKey = "local") =>
  s3FileStore({
    url: endpoint.url,
    region: REGION,
    credentials: { accessKeyId: "local-inbox", secretAccessKey, sessionToken: "a/session+token==" },
    fetch,
  });
const put = (url: string, headers: Record<string, string>, body: string) =>
  fetch(url, { method: "PUT", headers, body });
let ids = 0;
const uploaded = async (body: string) => {
  const id = `file-${++ids}`;
  const { url, headers } = await store().uploadUrl(id, Buffer.byteLength(body));
  expect((await put(url, headers, body)).status).toBe(200);
  return id;
};

describe("an upload link", () => {
  it("takes the file once, and only as long as was said", async () => {
    const { url, headers } = await store().uploadUrl("once", 5);
    expect((await put(url, headers, "longer")).status).toBe(403);
    expect((await put(url, headers, "hi")).status).toBe(403);
    expect((await put(url, headers, "hello")).status).toBe(200);
    expect((await put(url, headers, "HELLO")).status).toBe(412);
    expect(await store().peek("once")).toMatchObject({ bytes: 5 });
  });

  it("cannot be used without the condition that keeps what is there", async () => {
    const { url, headers } = await store().uploadUrl("unconditional", 5);
    const { "if-none-match": _, ...rest } = headers;
    expect((await put(url, rest, "hello")).status).toBe(403);
  });

  it("is of no use for another file, to read, with another type, or after ten minutes", async () => {
    const { url, headers } = await store().uploadUrl("mine", 5);
    expect((await put(url.replace("/mine?", "/yours?"), headers, "hello")).status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    expect((await put(url, { ...headers, "content-type": "text/html" }, "hello")).status).toBe(403);
    now = Date.now() + 10 * 60_000;
    try {
      expect((await put(url, headers, "hello")).status).toBe(403);
    } finally {
      now = Date.now();
    }
  });

  it("is refused when it was signed with another secret", async () => {
    const { url, headers } = await store("stolen").uploadUrl("forged", 5);
    expect((await put(url, headers, "hello")).status).toBe(403);
  });
});

describe("a stored file", () => {
  it("shows its size and its first bytes, also when it is long", async () => {
    const id = await uploaded("x".repeat(10_000));
    const peeked = await store().peek(id);
    expect([peeked?.bytes, peeked?.start.byteLength]).toEqual([10_000, 4096]);
    expect(await store().peek("never")).toBeUndefined();
  });

  it("is given out by a link that says its type and a harmless name, for as long as was asked", async () => {
    const id = await uploaded("hello");
    const told = { type: "application/pdf", name: 'bill"\r\nx: ü.pdf', seconds: 60 };
    const url = await store().downloadUrl(id, told);
    const response = await fetch(url);
    expect(await response.text()).toBe("hello");
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="bill___x_ _.pdf"');
    expect((await fetch(url.replace("pdf", "html"))).status).toBe(403);
    now = Date.now() + 60_000;
    try {
      expect((await fetch(url)).status).toBe(403);
    } finally {
      now = Date.now();
    }
  });

  it("can be removed, also twice", async () => {
    const id = await uploaded("hello");
    await store().remove(id);
    await store().remove(id);
    expect(await store().peek(id)).toBeUndefined();
  });

  it("is not said to be missing when the bucket does not answer", async () => {
    const broken = s3FileStore({
      url: endpoint.url,
      region: REGION,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      fetch: async () => new Response("", { status: 503 }),
    });
    await expect(broken.peek("x")).rejects.toMatchObject({ system: "files", code: "http_503" });
    await expect(broken.remove("x")).rejects.toMatchObject({ system: "files", code: "http_503" });
  });
});
