import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { DAY_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import { DANA } from "../../local/customer.ts";
import { aFakeMeta, NUMBER, OTHER_NUMBER } from "./a-fake-meta.ts";

const VOICE = { kind: "voice", bytes: Buffer.from("OggS"), type: "audio/ogg; codecs=opus" } as const;
const bench = aFakeMeta();

describe("the fake Meta's media", () => {
  const sent = () => bench.changes()[0]?.value.messages?.[0] as { audio?: { id: string; sha256: string } };
  const idOfSent = async () => {
    await bench.meta.sendFile(DANA, VOICE);
    return sent().audio?.id ?? "";
  };
  const link = async (id: string) =>
    String((await bench.get(`/v25.0/${id}?phone_number_id=${NUMBER.phoneNumberId}`)).json.url);
  const statusOf = async (url: string, token = "token") =>
    (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;

  it("tell the webhook an id, and the phone what was sent", async () => {
    await bench.meta.sendFile(DANA, VOICE);
    const hash = createHash("sha256").update(VOICE.bytes).digest("base64");
    const audio = { id: expect.stringMatching(/^\d{16}$/), mime_type: VOICE.type, sha256: hash, voice: true };
    expect(sent()).toMatchObject({ type: "audio", audio });
    expect(bench.meta.phone.messages).toMatchObject([
      { kind: "voice", text: "Voice note", file: { id: sent().audio?.id, type: VOICE.type } },
    ]);
  });

  it.each([
    [{ kind: "photo", type: "image/jpeg" }, "image", { caption: "my lamp" }],
    [
      { kind: "document", type: "text/csv", name: "order.csv" },
      "document",
      { caption: "my lamp", filename: "order.csv" },
    ],
    [{ kind: "video", type: "video/mp4" }, "video", { caption: "my lamp" }],
    [{ kind: "sticker", type: "image/webp" }, "sticker", { animated: false }],
    [{ kind: "audio", type: "audio/mp4" }, "audio", { voice: false }],
  ] as const)("are sent as %j", async (about, type, content) => {
    await bench.meta.sendFile(DANA, { ...about, bytes: Buffer.from("x") }, { caption: "my lamp" });
    const { id: _, ...rest } = sent() as unknown as Record<string, Record<string, unknown>>;
    expect(rest).toMatchObject({ type, [type]: content });
  });

  it("are behind a link that wants the token and lives for five minutes", async () => {
    const id = await idOfSent();
    expect((await bench.get(`/v25.0/${id}`)).json).toMatchObject({
      mime_type: VOICE.type,
      file_size: 4,
      sha256: createHash("sha256").update(VOICE.bytes).digest("hex"),
    });
    const url = await link(id);
    expect([await statusOf(url), await statusOf(url, "other")]).toEqual([200, 401]);
    expect(await statusOf(`${url}x`)).toBe(404);
    bench.clock.time += 5 * MINUTE_MS + 1_000;
    expect(await statusOf(url)).toBe(404);
    expect(await statusOf(await link(id))).toBe(200);
  });

  it("are gone after seven days, and belong to one number", async () => {
    const id = await idOfSent();
    const gone = { status: 400, json: { error: { code: 100, error_subcode: 33 } } };
    expect(await bench.get(`/v25.0/${id}?phone_number_id=${OTHER_NUMBER.phoneNumberId}`)).toMatchObject(gone);
    expect(await bench.get("/v25.0/99?phone_number_id=1")).toMatchObject(gone);
    bench.clock.time += 7 * DAY_MS;
    expect(await bench.get(`/v25.0/${id}`)).toMatchObject(gone);
  });
});
