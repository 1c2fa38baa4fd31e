import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { EngineFailure, EngineResult, MediaEngine } from "../../lib/application/ports/media-engine.ts";
import { aJpeg, anOggVoice, aPdf } from "../support/media-fixtures.ts";

/** What the system does with all calls from here on. */
export type Trouble = "busy" | "no access" | "slow" | "cut" | "gone";

export type EngineUnderTest = {
  engine: MediaEngine;
  /** Calls that reached the system. */
  calls(): number;
  break(trouble: Trouble): void | Promise<void>;
  stop(): Promise<void>;
};

const VOICE = "audio/ogg; codecs=opus";
const soon = (milliseconds = 10_000) => Date.now() + milliseconds;

type Call = (engine: MediaEngine, deadline?: number) => Promise<EngineResult>;
const CALLS: Record<"transcribe" | "describe" | "read", Call> = {
  transcribe: (engine, deadline = soon()) =>
    engine.transcribe({ bytes: anOggVoice({ seconds: 1 }), type: VOICE }, ["de-DE"], deadline),
  describe: (engine, deadline = soon()) =>
    engine.describe({ bytes: aJpeg(), type: "image/jpeg" }, "de-DE", deadline),
  read: (engine, deadline = soon()) => engine.read({ bytes: aPdf(), type: "application/pdf" }, deadline),
};
/** As short as an engine still begins with: a voice note takes its time to be sent. */
const DEADLINES_MS = { transcribe: 4_000, describe: 1_000, read: 1_000 } as const;
const WORKS = ["transcribe", "describe", "read"] as const;

const failed = (result: EngineResult): EngineFailure => {
  if (result.kind !== "failed") throw new Error(`understood: ${result.text}`);
  return result;
};

export function mediaEngineContract(name: string, start: () => Promise<EngineUnderTest>): void {
  describe(`the media engine ${name}`, () => {
    let under: EngineUnderTest;
    beforeEach(async () => {
      under = await start();
    });
    afterEach(() => under.stop());

    it("hears, sees and reads", async () => {
      const { engine } = under;
      expect(await CALLS.transcribe(engine)).toMatchObject({ kind: "understood", text: "two lamps, please" });
      expect(await CALLS.describe(engine)).toMatchObject({ kind: "understood", text: "a red lamp" });
      expect(await CALLS.read(engine)).toMatchObject({ kind: "understood", text: "Invoice 4711, 99.00 EUR" });
    });

    it("takes voice notes, JPEG and PDF, each up to a limit", () => {
      const { accepts } = under.engine;
      expect(accepts.transcribe.types).toContain(VOICE);
      expect(accepts.describe.types).toContain("image/jpeg");
      expect(accepts.read.types).toContain("application/pdf");
      for (const work of WORKS) expect(accepts[work].maxBytes).toBeGreaterThan(1_000_000);
    });

    it("says nothing where there is nothing", async () => {
      const file = { bytes: anOggVoice({ words: "silence", seconds: 1 }), type: VOICE };
      expect(await under.engine.transcribe(file, ["en-US"], soon())).toMatchObject({
        kind: "understood",
        text: "",
      });
    });

    it.each(WORKS)("calls once, and says that it was free, when the system is busy: %s", async (work) => {
      await under.break("busy");
      const result = failed(await CALLS[work](under.engine));
      expect(result).toMatchObject({ reason: "unavailable", free: true, retry: true });
      expect(under.calls()).toBe(1);
    });

    it.each(WORKS)("is refused without access, and another try would not help: %s", async (work) => {
      await under.break("no access");
      const result = failed(await CALLS[work](under.engine));
      expect(result).toMatchObject({ reason: "refused", free: true });
      expect(result.retry).toBeUndefined();
    });

    it.each(WORKS)("ends by its deadline, and may have been paid: %s", async (work) => {
      await under.break("slow");
      const result = failed(await CALLS[work](under.engine, soon(DEADLINES_MS[work])));
      expect(result).toMatchObject({ reason: "timeout", free: false });
      expect(result.retry).toBeUndefined();
      expect(under.calls()).toBe(1);
    });

    it.each(WORKS)(
      "does not call again after a cut connection, since it may have been paid: %s",
      async (work) => {
        await under.break("cut");
        const result = failed(await CALLS[work](under.engine));
        expect(result).toMatchObject({ reason: "unavailable", free: false });
        expect(under.calls()).toBe(1);
      },
    );

    it.each(WORKS)(
      "fails, and promises another try only if it was free, when nobody listens: %s",
      async (work) => {
        await under.break("gone");
        const result = failed(await CALLS[work](under.engine));
        expect(result).toMatchObject({ reason: "unavailable", free: result.retry ?? false });
      },
    );

    it.each(WORKS)("does not begin after its deadline: %s", async (work) => {
      expect(failed(await CALLS[work](under.engine, soon(-1)))).toMatchObject({ free: true });
      expect(under.calls()).toBe(0);
    });
  });
}
