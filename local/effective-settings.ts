import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SETTINGS_FILE } from "../infra/bundles/stage-code.ts";
import type { Settings, SettingsFile } from "../lib/config/settings/settings.ts";

export type FakeUrls = { meta: string; twilio: string; chatsby: string; openAi: string };

/**
 * Servers named in the file are used, the built-in fakes replace the others. Twilio has separate hosts for
 * typing indicators and contents. With only `apiUrl`, one server does all.
 */
export function withFakes(settings: Settings, file: SettingsFile, fakes: FakeUrls): Settings {
  const twilioUrl = file.twilio?.apiUrl === undefined ? fakes.twilio : settings.twilio.apiUrl;
  return {
    ...settings,
    meta: {
      ...settings.meta,
      graphUrl: file.meta?.graphUrl === undefined ? fakes.meta : settings.meta.graphUrl,
    },
    twilio: {
      apiUrl: twilioUrl,
      messagingUrl: file.twilio?.messagingUrl === undefined ? twilioUrl : settings.twilio.messagingUrl,
      contentUrl: file.twilio?.contentUrl === undefined ? twilioUrl : settings.twilio.contentUrl,
    },
    chatsby: {
      ...settings.chatsby,
      apiUrl: file.chatsby?.apiUrl === undefined ? fakes.chatsby : settings.chatsby.apiUrl,
    },
    media: { ...settings.media, engine: withFakeEngine(settings, file, fakes.openAi) },
  };
}

/** AWS's is reached by an endpoint of the environment. */
function withFakeEngine(
  { media: { engine } }: Settings,
  file: SettingsFile,
  apiUrl: string,
): Settings["media"]["engine"] {
  const given = file.media?.engine;
  const isNamed = given?.kind === "openai" && given.apiUrl !== undefined;
  return engine.kind === "openai" && !isNamed ? { ...engine, apiUrl } : engine;
}

/** For the functions. `agentUrl`: where they call the agent instead. */
export async function writeSettings(
  folder: string,
  effective: Settings,
  agentUrl: string | undefined,
): Promise<void> {
  const settings =
    agentUrl === undefined
      ? effective
      : { ...effective, chatsby: { ...effective.chatsby, apiUrl: agentUrl } };
  await writeFile(join(folder, SETTINGS_FILE), JSON.stringify(settings, undefined, 2));
}
