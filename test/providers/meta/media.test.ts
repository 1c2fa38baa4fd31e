import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { NumberOf } from "../../../lib/config/settings/settings.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { DAY_MS, HOUR_MS } from "../../../lib/domain/time.ts";
import { metaMedia } from "../../../lib/providers/meta/media.ts";
import { DEMO_SECRETS } from "../../../local/demo.ts";
import { META_MEDIA, mediaSettingsAt, placeAtMeta } from "../../support/media-places.ts";
import { type Answer, cut, file, inTurn, json, MediaServer, status } from "../../support/media-server.ts";

const VOICE = Buffer.from("OggS, as it were");
const sha256 = (encoding: "hex" | "base64" | "base64url", bytes = VOICE) =>
  createHash("sha256").update(bytes).digest(encoding);
const LOOKUP = `/v25.0/${META_MEDIA}`;
const LINK = "/whatsapp_business/attachments/";

describe("Meta's media", () => {
  let server: MediaServer;
  let pauses: number[];
  beforeEach(async () => {
    server = new MediaServer();
    pauses = [];
    await server.start();
  });
  afterEach(() => server.stop());

  const fetchFile = (mediaId = META_MEDIA, sentAt?: number) => {
    const settings = mediaSettingsAt(server.url);
    const number = settings.numbers.find((each): each is NumberOf<"meta"> => each.provider === "meta");
    if (!number) throw new Error("the demo has a number at Meta");
    const pause = async (milliseconds: number) => void pauses.push(milliseconds);
    const connection = {
      settings,
      secrets: async () => DEMO_SECRETS,
      fetch,
      clock: { now: Date.now },
      pause,
    };
    const limits = { maxBytes: 100_000, deadline: Date.now() + 10_000, ...omitUndefined({ sentAt }) };
    return metaMedia.fetchMedia(number, connection, mediaId, limits);
  };
  const calls = (path: string) => server.seen.filter((each) => each.path.startsWith(path)).length;

  it("is asked for with the token, and for this business number only", async () => {
    placeAtMeta(server, file(VOICE));
    await fetchFile();
    expect(server.seen.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      [`${LOOKUP}?phone_number_id=310000000000007`, "Bearer local-access-token"],
      [`${LINK}?mid=1`, "Bearer local-access-token"],
    ]);
  });

  it("is not asked for when it came so long ago that Meta has deleted it: each error counts", async () => {
    placeAtMeta(server, file(VOICE));
    const sentAt = Date.now() - 7 * DAY_MS;
    expect((await fetchFile(META_MEDIA, sentAt)).bytes.byteLength).toBe(VOICE.byteLength);
    server.seen.length = 0;
    await expect(fetchFile(META_MEDIA, sentAt - 2 * HOUR_MS)).rejects.toMatchObject({ code: "media_gone" });
    expect(server.seen).toEqual([]);
  });

  it("has the type that Meta names, rather than its server's", async () => {
    placeAtMeta(server, file(VOICE, { "content-type": "binary/octet-stream" }), {
      mime_type: "audio/ogg; codecs=opus",
    });
    expect((await fetchFile()).type).toBe("audio/ogg; codecs=opus");
  });

  it.each(["hex", "base64", "base64url"] as const)("is compared with a hash in %s", async (encoding) => {
    placeAtMeta(server, file(VOICE), { sha256: sha256(encoding), file_size: 1 });
    expect((await fetchFile()).bytes.byteLength).toBe(VOICE.byteLength);
    placeAtMeta(server, file(Buffer.from("something else")), { sha256: sha256(encoding) });
    await expect(fetchFile()).rejects.toMatchObject({ code: "media_hash_mismatch", retry: "never" });
  });

  it("is compared with a hash in capitals", async () => {
    placeAtMeta(server, file(VOICE), { sha256: sha256("hex").toUpperCase() });
    expect((await fetchFile()).bytes.byteLength).toBe(VOICE.byteLength);
  });

  it.each(["", "short", 7, null, {}])("is taken with a hash that is none: %j", async (hash) => {
    placeAtMeta(server, file(VOICE), { sha256: hash });
    expect((await fetchFile()).bytes.byteLength).toBe(VOICE.byteLength);
  });

  it("is compared with its size where Meta gives no hash", async () => {
    placeAtMeta(server, file(VOICE), { file_size: VOICE.byteLength + 1 });
    await expect(fetchFile()).rejects.toMatchObject({ code: "media_size_mismatch", retry: "never" });
  });

  it.each([100_001, "100001", 104_857_600])("is not fetched when its size is too large: %j", async (size) => {
    placeAtMeta(server, file(VOICE), { file_size: size, sha256: sha256("hex") });
    await expect(fetchFile()).rejects.toMatchObject({ code: "media_too_large", retry: "never" });
    expect(calls(LINK)).toBe(0);
  });

  it.each([-1, 1.5, "many", null])("is fetched when its size is no size: %j", async (size) => {
    placeAtMeta(server, file(VOICE), { file_size: size });
    expect((await fetchFile()).bytes.byteLength).toBe(VOICE.byteLength);
  });

  it("gets a new link when the old one has expired", async () => {
    placeAtMeta(server, inTurn(status(404), file(VOICE)));
    expect((await fetchFile()).bytes.byteLength).toBe(VOICE.byteLength);
    expect([calls(LOOKUP), calls(LINK)]).toEqual([2, 2]);
  });

  it("gets a new link once, then the file is gone", async () => {
    placeAtMeta(server, status(404));
    await expect(fetchFile()).rejects.toMatchObject({ code: "media_gone", retry: "never" });
    expect([calls(LOOKUP), calls(LINK)]).toEqual([2, 2]);
  });

  const error = (httpStatus: number, code: number, subcode?: number): Answer =>
    status(httpStatus, JSON.stringify({ error: { code, error_subcode: subcode, message: "+15550177001" } }));

  it.each([
    ["the object does not exist", error(400, 100, 33), "media_gone", "never"],
    ["404", error(404, 100), "media_gone", "never"],
    ["the token is invalid", error(401, 190), "190", "never"],
    ["the permission is missing", error(403, 10), "10", "never"],
    ["there were too many calls", error(400, 80007), "80007", "never"],
    ["there were too many calls, by 429", error(429, 4), "4", "later"],
    ["a fault on their side", error(503, 2), "2", "later"],
    ["a page in HTML", status(502, "<html>"), "http_502", "later"],
    ["a redirect", status(302, "", { location: "/elsewhere" }), "http_302", "never"],
    ["no JSON", status(200, "<html>"), "unreadable_answer", "later"],
    ["no link", json({ id: META_MEDIA }), "unreadable_answer", "later"],
    ["JSON without an end", status(200, `{"url":"${"x".repeat(200_000)}`), "unreadable_answer", "later"],
    ["a link that is none", json({ url: 7 }), "unreadable_answer", "later"],
  ])("is not asked for twice after %s", async (_, answer, code, retry) => {
    server.answers.set(LOOKUP, answer);
    await expect(fetchFile()).rejects.toMatchObject({ system: "meta", code, retry });
    expect([server.seen.length, pauses]).toEqual([1, []]);
  });

  it("is asked for again when there was no answer at all", async () => {
    placeAtMeta(server, file(VOICE));
    const answer = server.answers.get(LOOKUP) ?? cut;
    server.answers.set(LOOKUP, inTurn(cut, answer));
    expect((await fetchFile()).bytes.byteLength).toBe(VOICE.byteLength);
    expect([calls(LOOKUP), pauses]).toEqual([2, [500]]);
  });

  it("is no page in HTML in place of the file, unless it is one", async () => {
    const page = file(Buffer.from("<html>Sorry"), { "content-type": "text/html; charset=utf-8" });
    placeAtMeta(server, page, { mime_type: "image/jpeg" });
    await expect(fetchFile()).rejects.toMatchObject({ code: "unreadable_answer", retry: "later" });
    placeAtMeta(server, page, { mime_type: "text/html" });
    expect((await fetchFile()).type).toBe("text/html");
  });

  it.each(["", "..", "1/../2", "1?fields=x", "1#", "me/messages", "%2e%2e", "1 2", "1".repeat(200)])(
    "is not asked for by what is no id: %j",
    async (mediaId) => {
      await expect(fetchFile(mediaId)).rejects.toMatchObject({ code: "media_id_refused", retry: "never" });
      expect(server.seen).toEqual([]);
    },
  );
});
