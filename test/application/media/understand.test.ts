import { describe, expect, it } from "@jest/globals";
import { lookAtFile } from "../../../lib/adapters/files/look-at-file.ts";
import { mediaUnderstanding, type UnderstandingDeps } from "../../../lib/application/media/understand.ts";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import type { EngineResult } from "../../../lib/application/ports/media-engine.ts";
import type { MediaLimits } from "../../../lib/application/ports/media-files.ts";
import { numberName } from "../../../lib/domain/ids.ts";
import type { MediaWork } from "../../../lib/domain/media/media-task.ts";
import { FakeClock, FakeTelemetry } from "../../support/fakes.ts";
import { aDocx, aJpeg, anOggVoice, aPdf, aPng } from "../../support/media-fixtures.ts";

const SUPPORT = numberName("support");
const ANNA = { phone: "4915112345678" };
const OGG = "audio/ogg; codecs=opus";
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const MB = 1_000_000;

type World = Partial<UnderstandingDeps> & { file?: Uint8Array | Error; answers?: EngineResult[] };

function mediaWorld({ file = anOggVoice(), answers = [], ...change }: World = {}) {
  const clock = new FakeClock();
  const telemetry = new FakeTelemetry();
  const fetched: MediaLimits[] = [];
  const called: { work: MediaWork; language: string | undefined; type: string }[] = [];
  const pauses: number[] = [];
  const answer = async (work: MediaWork, type: string, language?: string): Promise<EngineResult> => {
    called.push({ work, language, type });
    return answers.shift() ?? { kind: "understood", text: " words " };
  };
  const understanding = mediaUnderstanding({
    modes: new Set(["transcribe", "describe", "read"]),
    timeoutMs: 20_000,
    files: {
      async fetchMedia(_, __, limits) {
        fetched.push(limits);
        if (file instanceof Error) throw file;
        return { bytes: file, type: "image/png", filename: "x.exe" };
      },
    },
    engine: {
      accepts: {
        transcribe: { types: new Set([OGG]), maxBytes: 16 * MB },
        describe: { types: new Set(["image/jpeg", "image/png"]), maxBytes: 3 * MB },
        read: { types: new Set(["application/pdf", DOCX]), maxBytes: 4 * MB },
      },
      transcribe: ({ type }, [language]) => answer("transcribe", type, language),
      describe: ({ type }, language) => answer("describe", type, language),
      read: ({ type }) => answer("read", type),
    },
    look: lookAtFile,
    clock,
    telemetry,
    pause: async (ms) => {
      pauses.push(ms);
      clock.time += ms;
    },
    languagesFor: () => ["de-DE", "en-US"],
    ...change,
  });
  const understand = (work: MediaWork, milliseconds = 20_000) =>
    understanding.understand(SUPPORT, { index: 0, work, mediaId: "m1" }, clock.now() + milliseconds, ANNA);
  return { understand, understanding, clock, telemetry, fetched, called, pauses };
}

const failure = (fields: Partial<EngineResult & { kind: "failed" }>): EngineResult => ({
  kind: "failed",
  reason: "unavailable",
  code: "x",
  free: true,
  ...fields,
});

describe("understanding a file", () => {
  it.each([
    ["transcribe", anOggVoice(), "transcribe", OGG],
    ["describe", aJpeg(), "describe", "image/jpeg"],
    ["read", aPdf(), "read", "application/pdf"],
    ["read", aDocx(), "read", DOCX],
    ["read", aPng(), "describe", "image/png"],
  ] as const)("goes by its bytes and not by what the provider says: %s", async (asked, file, work, type) => {
    const { understand, called } = mediaWorld({ file });
    expect(await understand(asked)).toEqual({ kind: "understood", text: "words" });
    expect(called).toEqual([expect.objectContaining({ work, type })]);
  });

  it("reads plain text itself, free of cost", async () => {
    const { understand, called, telemetry } = mediaWorld({ file: new TextEncoder().encode("lamp;2\n") });
    expect(await understand("read")).toEqual({ kind: "understood", text: "lamp;2" });
    expect(called).toEqual([]);
    expect(telemetry.sum("DocumentsRead")).toBe(0);
  });

  it("keeps a photo that came as a document unseen where photos are off", async () => {
    const { understand, called } = mediaWorld({ file: aPng(), modes: new Set(["read"]) });
    expect(await understand("read")).toEqual({ kind: "failed", reason: "wrong-type" });
    expect(called).toEqual([]);
  });

  it.each([
    [
      "transcribe",
      "an mp3",
      new Uint8Array(Buffer.from("ID3\x04\0\0\0\0\0\0 audio audio audio", "latin1")),
      "wrong-type",
    ],
    ["transcribe", "a picture", aPng(), "wrong-type"],
    ["describe", "a PDF", aPdf(), "wrong-type"],
    ["describe", "SVG", new TextEncoder().encode("<svg><script>1</script></svg>"), "wrong-type"],
    ["read", "a program", new Uint8Array(Buffer.from("MZ\x90\0\x03\0\0\0", "latin1")), "wrong-type"],
    ["read", "a web page", new TextEncoder().encode("<html><script>1</script>"), "wrong-type"],
    ["describe", "a wide picture", aPng({ width: 8_001, height: 10, pixels: false }), "too-large"],
    [
      "describe",
      "50 megapixels and one row",
      aPng({ width: 7_500, height: 6_667, pixels: false }),
      "too-large",
    ],
    ["describe", "a bomb of pixels", aPng({ width: 60_000, height: 60_000, pixels: false }), "too-large"],
    ["describe", "too many bytes", aJpeg({ bytes: 3 * MB }), "too-large"],
    ["read", "too many bytes", aPdf({ bytes: 4 * MB }), "too-large"],
    ["read", "an empty file", new Uint8Array(), "nothing"],
  ] as const)("does not pay for what cannot be understood: %s, %s", async (work, _, file, reason) => {
    const { understand, called, telemetry } = mediaWorld({ file });
    expect(await understand(work)).toEqual({ kind: "failed", reason });
    expect(called).toEqual([]);
    expect(telemetry.lines.map(({ code }) => code)).toEqual(["media.not-understood"]);
  });

  it("tells the provider's limit before the file is fetched", async () => {
    const { understand, fetched } = mediaWorld();
    await understand("transcribe");
    await understand("describe");
    expect(fetched.map(({ maxBytes }) => maxBytes)).toEqual([16 * MB, 3 * MB]);
  });

  it.each([
    ["media_gone", "gone"],
    ["media_too_large", "too-large"],
    ["media_host_refused", "refused"],
    ["media_hash_mismatch", "unavailable"],
    ["timeout", "timeout"],
    ["http_503", "unavailable"],
  ] as const)("says why the provider gave no file: %s", async (code, reason) => {
    const { understand } = mediaWorld({
      file: new IntegrationError({ system: "meta", code, retry: "never" }),
    });
    expect(await understand("transcribe")).toEqual({ kind: "failed", reason });
  });

  it("never throws, whatever breaks", async () => {
    const look = async () => {
      throw new Error("bug");
    };
    expect(await mediaWorld({ look }).understand("read")).toEqual({ kind: "failed", reason: "unavailable" });
    expect(await mediaWorld({ file: new Error("bug") }).understand("read")).toEqual({
      kind: "failed",
      reason: "unavailable",
    });
  });

  it("tries again what was certainly free, while there is time", async () => {
    const busy = failure({ code: "busy", retry: true });
    const { understand, called, pauses } = mediaWorld({ answers: [busy, busy] });
    expect(await understand("transcribe")).toMatchObject({ kind: "understood" });
    expect([called.length, pauses]).toEqual([3, [500, 1_500]]);
  });

  it.each([
    ["what may have been paid", failure({ free: false, retry: true }), 20_000],
    ["a refusal", failure({ reason: "refused" }), 20_000],
    ["what would come too late", failure({ retry: true }), 2_400],
  ])("does not try again %s", async (_, answer, milliseconds) => {
    const { understand, called } = mediaWorld({ answers: [answer] });
    expect(await understand("transcribe", milliseconds)).toMatchObject({ kind: "failed" });
    expect(called).toHaveLength(1);
  });

  it("does not begin when the time is nearly up", async () => {
    const { understand, fetched } = mediaWorld();
    expect(await understand("transcribe", 1_000)).toEqual({ kind: "failed", reason: "timeout" });
    expect(fetched).toEqual([]);
  });

  it("counts what was paid, also in vain, and failures by reason", async () => {
    const { understand, telemetry } = mediaWorld({
      file: anOggVoice({ seconds: 20.2 }),
      answers: [{ kind: "understood", text: "" }, failure({ free: false }), failure({ reason: "refused" })],
    });
    expect(await understand("transcribe")).toEqual({ kind: "failed", reason: "nothing" });
    await understand("transcribe");
    await understand("transcribe");
    expect(telemetry.sum("VoiceSeconds")).toBe(42);
    expect(telemetry.sum("MediaNotUnderstood", { reason: "nothing" })).toBe(1);
    expect(telemetry.sum("MediaNotUnderstood", { reason: "unavailable" })).toBe(1);
    expect(telemetry.lines.map(({ code }) => code)).toEqual([
      "media.not-understood",
      "media.failed",
      "media.failed",
    ]);
  });

  it("keeps the text of a long document to 12,000 characters, and every word out of the log", async () => {
    const text = "Sesam öffne dich ".repeat(1_000);
    const { understand, telemetry } = mediaWorld({ file: aPdf(), answers: [{ kind: "understood", text }] });
    const understood = await understand("read");
    expect(understood).toMatchObject({ kind: "understood", cut: true });
    expect(understood.kind === "understood" && understood.text.length).toBeLessThanOrEqual(12_000);
    expect(JSON.stringify([telemetry.lines, telemetry.counts])).not.toMatch(/Sesam|49151|x\.exe/);
  });

  it("holds one of the largest files at a time, and many small ones", async () => {
    const gates: (() => void)[] = [];
    let fetching = 0;
    const world = mediaWorld({
      files: {
        fetchMedia: () =>
          new Promise((resolve) => {
            fetching++;
            gates.push(() => resolve({ bytes: anOggVoice() }));
          }),
      },
    });
    const all = Promise.all(Array.from({ length: 10 }, () => world.understand("transcribe")));
    await Promise.resolve();
    await Promise.resolve();
    expect(fetching).toBe(1);
    // Each turns out to be small, and makes room for those that wait.
    for (let done = 0; done < 10; done++) {
      gates.shift()?.();
      while (gates.length === 0 && done < 9) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await all).toHaveLength(10);
  });
});
