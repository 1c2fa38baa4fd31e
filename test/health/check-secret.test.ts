import { describe, expect, it } from "@jest/globals";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { checkSecret } from "../../lib/health/check-secret.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";

const OPENAI = { kind: "openai" } as const;
const { media: _, ...WITHOUT } = DEMO_SECRETS;

async function found(media: SettingsFile["media"], secrets: object) {
  const settings = completeSettings({ ...DEMO_SETTINGS, media }, "test");
  const { findings } = await checkSecret({
    settings,
    secret: { read: async () => ({ text: JSON.stringify(secrets) }) },
  });
  return findings.filter(({ check }) => check === "secret.media").map(({ verdict, fix }) => [verdict, fix]);
}

describe("the key of the engine that understands media", () => {
  it("is missed where an engine with OpenAI's calls needs it", async () => {
    expect(await found({ voice: "transcribe", engine: OPENAI }, WITHOUT)).toEqual([
      ["problem", "`npm run wa -- secrets set media.apiKey`"],
    ]);
  });

  it.each([
    ["it is there", { voice: "transcribe", engine: OPENAI }, DEMO_SECRETS],
    ["nothing is understood", { engine: OPENAI }, WITHOUT],
    ["Amazon's engine does it", { voice: "transcribe" }, WITHOUT],
  ] as const)("is not missed where %s", async (_, media, secrets) => {
    expect(await found(media, secrets)).toEqual([]);
  });
});
