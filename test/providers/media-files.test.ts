import { expect, it } from "@jest/globals";
import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { mediaFiles } from "../../lib/providers/media.ts";
import { DEMO_SECRETS, DEMO_SETTINGS } from "../../local/demo.ts";

it("has no files of a number that has left the settings", async () => {
  const settings = parseConfiguration(settingsSchema, JSON.stringify(DEMO_SETTINGS), "the settings");
  const files = mediaFiles({ settings, secrets: async () => DEMO_SECRETS, fetch, clock: { now: Date.now } });
  const limits = { maxBytes: 1_000, deadline: Date.now() + 5_000 };
  await expect(files.fetchMedia(numberName("nobody"), "1", limits)).rejects.toMatchObject({
    name: "IntegrationError",
    system: "settings",
    code: "no_number",
    retry: "never",
  });
});
