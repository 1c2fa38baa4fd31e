import { randomBytes } from "node:crypto";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { MediaFile, MediaLimits } from "../../lib/application/ports/media-files.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import {
  type Answer,
  announce,
  cut,
  drip,
  endless,
  file,
  hang,
  inTurn,
  MediaServer,
  short,
  status,
} from "../support/media-server.ts";
import { type MediaUnderTest, providerMediaAddresses } from "./provider-media-addresses.ts";

const PHOTO = Buffer.from("a photo, as it were");
const MAX_BYTES = 100_000;
const codeOf = (answer: Promise<MediaFile>) =>
  answer.then(
    () => "fetched",
    (error: unknown) => String((error as { code?: unknown }).code ?? error),
  );

/** Packed once for all providers. */
const ZEROS = Buffer.alloc(30_000_000);
const [GZIPPED, DEFLATED, BROTLIED] = [gzipSync(ZEROS), deflateSync(ZEROS), brotliCompressSync(ZEROS)];

export function providerMediaContract(provider: string, given: MediaUnderTest) {
  const { mediaAt, settingsAt, numberOf, secrets, place } = given;

  describe(`a file that a customer sent through ${provider}`, () => {
    let server: MediaServer;
    let pauses: number[];
    let passedMs: number;
    const clock = { now: () => Date.now() + passedMs };
    beforeEach(async () => {
      server = new MediaServer();
      pauses = [];
      passedMs = 0;
      await server.start();
    });
    afterEach(() => server.stop());

    function fetchFile(
      answer: Answer,
      limits: Partial<MediaLimits> = {},
      known: Secrets = secrets,
      from = server,
    ) {
      const settings = settingsAt(from.url);
      const pause = async (milliseconds: number) => void pauses.push(milliseconds);
      const connection = { settings, secrets: async () => known, fetch, clock, pause };
      return mediaAt(from.url).fetchMedia(numberOf(settings), connection, place(from, answer), {
        maxBytes: MAX_BYTES,
        deadline: Date.now() + 10_000,
        ...limits,
      });
    }
    const failure = (answer: Answer, limits?: Partial<MediaLimits>) =>
      fetchFile(answer, limits).then(
        () => undefined,
        (error: unknown) => error,
      );
    const filesAsked = () => server.seen.filter(({ path }) => server.answers.has(path.split("?")[0] ?? ""));

    it("comes with its bytes and the provider's word for its type", async () => {
      const found = await fetchFile(file(PHOTO, { "content-type": "image/jpeg" }));
      expect(Buffer.from(found.bytes)).toEqual(PHOTO);
      expect(found.type).toBe("image/jpeg");
    });

    it("comes whole at exactly the limit, and not at a byte more", async () => {
      const found = await fetchFile(file(Buffer.alloc(MAX_BYTES, 7)));
      expect(found.bytes.byteLength).toBe(MAX_BYTES);
      expect(await codeOf(fetchFile(file(Buffer.alloc(MAX_BYTES + 1))))).toBe("media_too_large");
    });

    it("comes whole without a stated length, and packed for the journey", async () => {
      const large = Buffer.from(Array.from({ length: MAX_BYTES }, (_, at) => at % 251));
      const chunked: Answer = (response) => {
        for (let at = 0; at < large.length; at += 9_000) response.write(large.subarray(at, at + 9_000));
        response.end();
      };
      expect(large.equals((await fetchFile(chunked)).bytes)).toBe(true);
      const packed = await fetchFile(file(gzipSync(large), { "content-encoding": "gzip" }));
      expect(large.equals(packed.bytes)).toBe(true);
      // Packing makes what is random longer.
      const random = randomBytes(MAX_BYTES);
      const longer = await fetchFile(file(gzipSync(random), { "content-encoding": "gzip" }));
      expect(random.equals(longer.bytes)).toBe(true);
    });

    it.each([
      ["announced as too large, before a byte is read", announce(50_000_000)],
      ["without an end", endless],
      ["that gzip makes small", file(GZIPPED, { "content-encoding": "gzip" })],
      ["that deflate makes small", file(DEFLATED, { "content-encoding": "deflate" })],
      ["that brotli makes small", file(BROTLIED, { "content-encoding": "br" })],
      ["that is packed twice", file(gzipSync(GZIPPED), { "content-encoding": "gzip, gzip" })],
    ])("is too large %s, and the download is broken off", async (_, answer) => {
      expect(await failure(answer)).toMatchObject({
        name: "IntegrationError",
        system: provider,
        code: "media_too_large",
        retry: "never",
      });
    });

    it("is not read on when it turns out to be too large", async () => {
      expect(await codeOf(fetchFile(endless))).toBe("media_too_large");
      await server.untilBroken();
    });

    // Beside each other: each waits for the deadline.
    it("is given up at the deadline when it drips, never begins or stops in the middle", async () => {
      const givenUp = async (what: string, answer: Answer) => {
        const from = new MediaServer();
        await from.start();
        try {
          const began = Date.now();
          const error = await fetchFile(answer, { deadline: began + 600 }, secrets, from).catch(
            (thrown: unknown) => thrown,
          );
          expect({ what, error }).toMatchObject({
            error: { system: provider, code: "timeout", retry: "later" },
          });
          expect(Date.now() - began).toBeLessThan(5_000);
          await from.untilBroken();
        } finally {
          from.stop();
        }
      };
      await Promise.all([
        givenUp("drips", drip),
        givenUp("never begins", hang),
        givenUp("stops in the middle", announce(1_000, Buffer.alloc(10))),
      ]);
    });

    it("is not asked for when no time is left", async () => {
      expect(await failure(file(PHOTO), { deadline: Date.now() - 1 })).toMatchObject({ retry: "later" });
      expect(server.seen).toEqual([]);
    });

    it.each([404, 410])("is gone for good after %d", async (code) => {
      expect(await failure(status(code, '{"code":20404}'))).toMatchObject({
        system: provider,
        code: "media_gone",
        retry: "never",
      });
    });

    it.each([400, 401, 403])("is asked for once when %d refuses it", async (code) => {
      expect(await failure(status(code))).toMatchObject({
        system: provider,
        code: `http_${code}`,
        retry: "never",
      });
      expect(new Set(filesAsked().map(({ path }) => path)).size).toBe(filesAsked().length);
    });

    it("is asked for later when there were too many calls, and not at once", async () => {
      expect(await failure(status(429, "", { "retry-after": "7" }))).toMatchObject({
        system: provider,
        code: "http_429",
        retry: "later",
        retryAfter: 7,
      });
      expect(pauses).toEqual([]);
    });

    it.each([
      ["a fault on their side", status(503)],
      ["a broken connection", cut],
      ["half a file", short],
    ])("comes at a further attempt after %s", async (_, fault) => {
      const found = await fetchFile(inTurn(fault, file(PHOTO)));
      expect(Buffer.from(found.bytes)).toEqual(PHOTO);
      expect(pauses).toHaveLength(1);
    });

    it.each([
      ["a fault on their side", status(500), "http_500"],
      ["a broken connection", cut, "cut"],
      ["half a file", short, "cut"],
      ["something that cannot be unpacked", file(PHOTO, { "content-encoding": "gzip" }), "cut"],
    ])("is asked for later when %s stays", async (_, answer, code) => {
      expect(await failure(answer)).toMatchObject({ system: provider, code, retry: "later" });
      expect(pauses.length).toBeLessThan(4);
    });

    it("is not waited for beyond the deadline", async () => {
      const late: Answer = (response, request) => {
        passedMs = 9_900;
        status(503)(response, request);
      };
      expect(await failure(late)).toMatchObject({ code: "http_503" });
      expect(pauses).toEqual([]);
    });

    it("comes over a redirect to the provider's other servers, which get no credentials", async () => {
      const other = new MediaServer();
      await other.start();
      other.answers.set("/kept", file(PHOTO));
      const found = await fetchFile(status(307, "", { location: `${other.url}/kept` }));
      expect(Buffer.from(found.bytes)).toEqual(PHOTO);
      expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
      other.stop();
    });

    it("is not looked for in circles", async () => {
      const itself: Answer = (response, request) =>
        status(302, "", { location: request.url ?? "" })(response, request);
      expect(await failure(itself)).toMatchObject({ code: "media_host_refused", retry: "never" });
      expect(server.seen.length).toBeLessThan(8);
    });

    it("cannot be fetched without the secret, which may be filled in later", async () => {
      const without: Secrets = { ...secrets, [provider]: undefined };
      await expect(fetchFile(file(PHOTO), {}, without)).rejects.toMatchObject({
        system: "secrets",
        code: `missing_${provider}`,
        retry: "later",
      });
      expect(server.seen).toEqual([]);
    });

    it("leaves nothing of itself, its address or the secret in an error", async () => {
      const answer = status(401, `${JSON.stringify(secrets)} +15550177001`);
      const error = await failure(answer);
      const shown = `${error} ${JSON.stringify(error)} ${String((error as Error).stack)}`;
      expect(shown).toContain("http_401");
      for (const text of [server.url, "15550177001", ...textsIn(secrets)]) expect(shown).not.toContain(text);
    });
  });

  providerMediaAddresses(provider, given);
}

const textsIn = (value: unknown): readonly string[] =>
  typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(textsIn);
