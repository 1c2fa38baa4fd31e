import type { SettingsFile } from "../lib/config/settings/settings.ts";

export { DEMO_SECRETS } from "../lib/config/secrets/demo-secrets.ts";

const AGENT = "agent_1a2b3c4d5e";

/** What `npm start` shows besides. */
export const DEMO_MEDIA: SettingsFile["media"] = {
  voice: "transcribe",
  images: "describe",
  documents: "read",
};

/** Where the demo's agent has its pictures: the page itself. */
export const DEMO_REPLIES: SettingsFile["replies"] = { mediaHosts: ["localhost"] };

export const DEMO_SETTINGS: SettingsFile = {
  numbers: [
    {
      name: "support",
      provider: "meta",
      phoneNumberId: "310000000000007",
      wabaId: "210000000000001",
      agentId: AGENT,
    },
    { name: "sales", provider: "twilio", from: "whatsapp:+14155238886", agentId: AGENT },
  ],
  handoff: { email: "team@lumen.example" },
};
