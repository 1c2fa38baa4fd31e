import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { DEMO_SECRETS } from "../../../../local/demo.ts";
import type { Acted } from "../../../../local/page/protocol/protocol-acts.ts";
import { PageReader, SALES, SUPPORT } from "../../../support/page.ts";
import { aStack } from "../../../support/quiet-stack.ts";
import { waitFor } from "../../../support/wait-for.ts";

const LOGIN = `Basic ${Buffer.from(`${DEMO_SECRETS.twilio?.accountSid}:${DEMO_SECRETS.twilio?.authTokens[0]}`).toString("base64")}`;

describe("a customer's files on the page", () => {
  const stack = aStack();
  const page = new PageReader(stack);
  beforeAll(() => page.open());
  afterAll(() => page.close());

  const bubble = (id: string) => waitFor("the bubble", () => page.bubbles.get(id));
  const get = (url = "") => fetch(`${stack().url}${url}`);
  const post = (query: Record<string, string>, body: string | Buffer, type = "application/octet-stream") =>
    fetch(`${stack().url}/local/file?${new URLSearchParams(query)}`, {
      method: "POST",
      headers: { "content-type": type },
      body: new Uint8Array(Buffer.from(body)),
    });

  it.each([SUPPORT, SALES])("are real ones that the project ships, at $number", async (where) => {
    for (const [what, begins, type] of [
      ["voice", "OggS", "audio/ogg"],
      ["photo", "\xff\xd8\xff", "image/jpeg"],
      ["document", "%PDF-", "application/octet-stream"],
      ["spreadsheet", "article,", "application/octet-stream"],
    ] as const) {
      const { file } = await bubble(await page.send({ do: "send", ...where, what }));
      const response = await get(file?.url);
      expect(response.headers.get("content-type")).toContain(type);
      const bytes = Buffer.from(await response.arrayBuffer()).toString("latin1");
      expect([bytes.slice(0, begins.length), bytes.length < 20_000]).toEqual([begins, true]);
    }
  });

  it.each([
    [SUPPORT, ["address", "bytes"]],
    [SALES, ["address"]],
  ])("show in their turn who fetches them, without their bytes: $number", async (where, whats) => {
    const id = await page.send({ do: "send", ...where, what: "photo" });
    const { file } = await bubble(id);
    const { meta, twilio } = stack();
    const account = `/2010-04-01/Accounts/${DEMO_SECRETS.twilio?.accountSid}/Messages/${id}/Media`;
    const name = file?.url.split("/").at(-1);
    const [url, authorization] =
      where === SUPPORT
        ? [`${meta.url}/v25.0/${name}`, `Bearer ${DEMO_SECRETS.meta?.accessToken}`]
        : [`${twilio.url}${account}/${name}`, LOGIN];
    const answer = await (await fetch(url, { headers: { authorization } })).text();
    if (where === SUPPORT) await fetch(JSON.parse(answer).url, { headers: { authorization } });
    await waitFor(
      "the steps",
      () => page.steps(id, "file").filter(({ call }) => call.status).length === whats.length,
    );
    expect(page.steps(id, "file").map(({ what }) => what)).toEqual(whats);
    const last = page.steps(id, "file").at(-1)?.call.response;
    if (where === SUPPORT) expect(last).toMatch(/^\(\d+ bytes of image\/jpeg\)$/);
  });

  it("come in parts for a player, which asks how long they are", async () => {
    const { file } = await bubble(await page.send({ do: "send", ...SUPPORT, what: "voice" }));
    const whole = Buffer.from(await (await get(file?.url)).arrayBuffer());
    for (const [range, from, to] of [
      ["bytes=0-3", 0, 4],
      ["bytes=12000-", 12_000, whole.length],
      ["bytes=4-999999", 4, whole.length],
    ] as const) {
      const part = await fetch(`${stack().url}${file?.url}`, { headers: { range } });
      expect([part.status, part.headers.get("content-range")]).toEqual([
        206,
        `bytes ${from}-${to - 1}/${whole.length}`,
      ]);
      expect(whole.subarray(from, to).equals(Buffer.from(await part.arrayBuffer()))).toBe(true);
    }
    for (const range of ["bytes=-5", "bytes=9-1", "bytes=99999999-", "lines=1-2"])
      expect((await fetch(`${stack().url}${file?.url}`, { headers: { range } })).status).toBe(200);
  });

  it("may be anything from the disk, which the page never runs", async () => {
    const name = "page ü.html";
    const response = await post(
      { ...SUPPORT, name, type: "text/html", caption: "look" },
      "<script>1</script>",
    );
    const acted: Acted = JSON.parse(await response.text());
    expect(acted).toMatchObject({ ok: true });
    const shown = await bubble(acted.message ?? "");
    expect(shown).toMatchObject({ kind: "document", text: "look", file: { name } });
    const { headers } = await get(shown.file?.url);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''page%20%C3%BC.html");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([
    [{ type: "image/png" }, "photo"],
    [{ type: "image/svg+xml" }, "document"],
    [{ type: "audio/mpeg" }, "audio"],
    [{ type: "audio/ogg; codecs=opus", recorded: "1" }, "voice"],
    [{ type: "video/mp4" }, "video"],
  ])("are of the kind that WhatsApp makes of them: %j", async (query, kind) => {
    const acted: Acted = JSON.parse(await (await post({ ...SALES, name: "x", ...query }, "x")).text());
    expect(await bubble(acted.message ?? "")).toMatchObject({ kind });
  });

  it.each([
    [{}, "x", "application/octet-stream", 400, "name: "],
    [{ name: "x", type: "nothing" }, "x", "application/octet-stream", 400, "type: use a media type"],
    [{ name: "x", type: "text/plain" }, "", "application/octet-stream", 400, "The file is empty."],
    [{ name: "x", type: "text/plain", number: "none" }, "x", "application/octet-stream", 409, "no number"],
    [{ name: "x", type: "text/plain" }, "x", "text/plain", 415, "application/octet-stream"],
    [{ name: "x", type: "text/plain" }, "{}", "application/json", 415, "application/octet-stream"],
  ])("are refused with a reason: %j", async (query, body, type, status, problem) => {
    const response = await post({ ...SUPPORT, ...query }, body, type);
    expect(response.status).toBe(status);
    expect(JSON.parse(await response.text()).problem).toContain(problem);
  });

  it("are gone when nobody has them", async () => {
    expect((await get("/local/files/1")).status).toBe(404);
    expect((await get("/local/files/../act")).status).toBe(404);
  });
});
