import { describe, expect, it } from "@jest/globals";
import type { Cloud } from "../../cli/cloud/cloud.ts";
import { outputTo } from "../../cli/output.ts";
import { fillSecret } from "../../cli/setup/provider/fill-secret.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";

const NOW = 1_795_430_010_000;
const MINUTE = 60_000;
const TWILIO = { accountSid: "AC1", authTokens: ["new", "old"] };
const CHATSBY = { apiKey: "key" };
const KEPT = { identityKey: "made-by-cloudformation", chatsby: CHATSBY };

async function filled(held: object, changedAt: number | undefined, media: SettingsFile["media"] = {}) {
  const notes: string[] = [];
  const written: string[] = [];
  const cloud: Cloud = {
    stage: "prod",
    local: false,
    outputs: {},
    settings: completeSettings({ ...DEMO_SETTINGS, media }, "test"),
    secret: {
      read: async () => ({
        text: JSON.stringify(held),
        version: "1",
        ...(changedAt !== undefined && { changedAt }),
      }),
      write: async (text) => void written.push(text),
    },
    queue: async () => undefined,
    deadLetters: () => undefined,
    metric: async () => [],
    logs: async () => [],
    alarms: async () => [],
    oldestSeconds: async () => undefined,
    crashes: async () => [],
    crashLines: async () => [],
    subscribers: async () => [],
  };
  const print = outputTo({ out: () => undefined, err: (text) => notes.push(text), colour: false });
  const { staleUntil } = await fillSecret(
    cloud,
    { twilio: TWILIO, chatsby: CHATSBY },
    { now: () => NOW },
    print,
  );
  return { waitsMs: Math.max(0, staleUntil - NOW), written, notes: notes.join("") };
}

describe("how long functions may still know other credentials", () => {
  it("not at all after a first deploy: there was nothing that they could have kept", async () => {
    expect(await filled({ identityKey: "made-by-cloudformation" }, NOW - MINUTE)).toMatchObject({
      waitsMs: 0,
      written: [expect.any(String)],
    });
  });

  it("five minutes and a little after Twilio's have changed", async () => {
    const { waitsMs } = await filled(
      { ...KEPT, twilio: { accountSid: "AC1", authTokens: ["old"] } },
      NOW - 24 * 60 * MINUTE,
    );
    expect(waitsMs).toBeGreaterThan(5 * MINUTE);
    expect(waitsMs).toBeLessThan(6 * MINUTE);
  });

  it("what is left of that for a second run of setup", async () => {
    const { waitsMs, written } = await filled({ ...KEPT, twilio: TWILIO }, NOW - 2 * MINUTE);
    expect(written).toEqual([]);
    expect(waitsMs).toBe(3.5 * MINUTE);
  });

  it("not at all when nothing has changed for long", async () => {
    expect(await filled({ ...KEPT, twilio: TWILIO }, NOW - 60 * MINUTE)).toMatchObject({
      waitsMs: 0,
      written: [],
    });
  });
});

describe("the key of an engine with OpenAI's calls", () => {
  const media = { voice: "transcribe", engine: { kind: "openai" } } as const;

  it("is asked for where the secret lacks it", async () => {
    expect((await filled(KEPT, NOW, media)).notes).toContain("secrets set media.apiKey");
  });

  it("is not mentioned where it is there, or not needed", async () => {
    expect((await filled({ ...KEPT, media: { apiKey: "k" } }, NOW, media)).notes).toBe("");
    expect((await filled(KEPT, NOW, { voice: "transcribe" })).notes).toBe("");
  });
});
