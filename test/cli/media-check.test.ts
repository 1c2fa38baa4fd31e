import { describe, expect, it } from "@jest/globals";
import { checkMedia } from "../../cli/checks/media.ts";
import { greySquare, silentVoiceNote } from "../../cli/checks/tiny-files.ts";
import type { Cloud } from "../../cli/cloud/cloud.ts";
import { lookAtFile } from "../../lib/adapters/files/look-at-file.ts";
import type { EngineResult, MediaEngine } from "../../lib/application/ports/media-engine.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { oggOpusSeconds } from "../../lib/domain/media/ogg-opus.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";

const MEDIA = { voice: "transcribe", images: "describe" } as const;
const understood: EngineResult = { kind: "understood", text: "" };
const refused: EngineResult = {
  kind: "failed",
  reason: "refused",
  code: "AccessDeniedException",
  free: true,
};
const busy: EngineResult = { kind: "failed", reason: "unavailable", code: "ThrottlingException", free: true };

async function checked(
  media: SettingsFile["media"],
  { asks = true, local = false, answer = understood } = {},
) {
  const asked: string[] = [];
  const settings = completeSettings({ ...DEMO_SETTINGS, media }, "test");
  const stack = { id: "arn:aws:cloudformation:eu-central-1:1:stack/x/y" };
  const cloud = { settings, local, stack } as Partial<Cloud> as Cloud;
  const answerTo = (file: string) => async () => {
    asked.push(file);
    return answer;
  };
  const engine: Pick<MediaEngine, "transcribe" | "describe"> = {
    transcribe: answerTo("voice"),
    describe: answerTo("picture"),
  };
  const io = { fetch, clock: { now: Date.now } };
  const found = await checkMedia(io, cloud, {}, asks, async ({ region }) => {
    asked.push(region);
    return engine as MediaEngine;
  });
  return { asked, found: found.map(({ verdict, evidence }) => `${verdict}: ${evidence}`) };
}

describe("doctor's look at media", () => {
  it("says nothing where all is off, and calls nobody unless it is asked to", async () => {
    expect((await checked({})).found).toEqual([]);
    const { asked, found } = await checked(MEDIA, { asks: false });
    expect(found).toEqual([
      "skipped: Understands voice notes, photos by Amazon's engine (eu.amazon.nova-2-lite-v1:0). Not asked: doctor --media does, for about a cent.",
    ]);
    expect(asked).toEqual([]);
  });

  it("gives the engine of the stack's region what is switched on", async () => {
    expect((await checked(MEDIA)).asked).toEqual(["eu-central-1", "voice", "picture"]);
    expect((await checked({ documents: "read" })).asked).toEqual(["eu-central-1", "picture"]);
    const other = { ...MEDIA, engine: { kind: "aws", region: "us-east-1" } } as const;
    expect((await checked(other)).asked[0]).toBe("us-east-1");
  });

  it.each([
    [understood, "ok: Took a picture"],
    [refused, "problem: Did not take a picture (AccessDeniedException)"],
    [busy, "warning: Did not take a picture (ThrottlingException)"],
  ])("tells what came of it: %j", async (answer, expected) => {
    expect((await checked({ images: "describe" }, { answer })).found[0]).toContain(expected);
  });

  it("asks no stand-in", async () => {
    const { asked, found } = await checked(MEDIA, { local: true });
    expect([asked, found[0]?.split(":")[0]]).toEqual([[], "skipped"]);
  });

  it("has files that are what they say", async () => {
    expect(await lookAtFile(silentVoiceNote())).toEqual({ type: "audio/ogg; codecs=opus" });
    expect(oggOpusSeconds(silentVoiceNote())).toBeCloseTo(1.2);
    expect(await lookAtFile(greySquare())).toMatchObject({ type: "image/png", width: 64, height: 64 });
  });
});
