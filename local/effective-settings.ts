import type { Settings, SettingsFile } from "../lib/config/settings.ts";

/** Where the built-in fakes listen. */
export type FakeUrls = { meta: string; twilio: string; chatsby: string };

/**
 * What the functions run with: servers that the file names are used, the others are the built-in fakes.
 * Twilio serves typing indicators and contents from hosts of their own; whoever names only `apiUrl` means one server for all.
 */
export function withFakes(settings: Settings, file: SettingsFile, fakes: FakeUrls): Settings {
  const twilioUrl = file.twilio?.apiUrl === undefined ? fakes.twilio : settings.twilio.apiUrl;
  return {
    ...settings,
    meta: { ...settings.meta, graphUrl: file.meta?.graphUrl === undefined ? fakes.meta : settings.meta.graphUrl },
    twilio: {
      apiUrl: twilioUrl,
      messagingUrl: file.twilio?.messagingUrl === undefined ? twilioUrl : settings.twilio.messagingUrl,
      contentUrl: file.twilio?.contentUrl === undefined ? twilioUrl : settings.twilio.contentUrl,
    },
    chatsby: { ...settings.chatsby, apiUrl: file.chatsby?.apiUrl === undefined ? fakes.chatsby : settings.chatsby.apiUrl },
  };
}
