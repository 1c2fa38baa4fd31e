import type { Secrets } from "../config/secrets.ts";
import type { SettingsFile } from "../config/settings.ts";

const AGENT = "agent_1a2b3c4d5e";

/** The settings that `npm start` runs with when it is given none. */
export const DEMO_SETTINGS: SettingsFile = {
  numbers: [
    { name: "support", provider: "meta", phoneNumberId: "310000000000007", wabaId: "210000000000001", agentId: AGENT },
    { name: "sales", provider: "twilio", from: "whatsapp:+14155238886", agentId: AGENT },
  ],
  handoff: { email: "team@lumen.example" },
};

/** Not secret: they protect nothing but the simulation. */
export const DEMO_SECRETS: Secrets = {
  meta: { appSecrets: ["local-app-secret"], verifyToken: "local-verify-token", accessToken: "local-access-token" },
  twilio: { accountSid: `AC${"0".repeat(31)}1`, authTokens: ["local-twilio-token"] },
  chatsby: { apiKey: "chtb_test_local" },
  actions: { tokens: ["local-actions-token"] },
  leads: { webhookSecrets: ["whsec_bG9jYWwtbGVhZHMtc2VjcmV0LW5vdC1zZWNyZXQ="] },
  identityKey: "bG9jYWwtaWRlbnRpdHkta2V5LW5vdC1zZWNyZXQtYXQtYWxs",
};
