import type { Secrets } from "./secrets.ts";

/** For the local stack. Not secret: they protect only a simulation. */
export const DEMO_SECRETS: Secrets = {
  meta: {
    appSecrets: ["local-app-secret"],
    verifyToken: "local-verify-token",
    accessToken: "local-access-token",
  },
  twilio: { accountSid: `AC${"0".repeat(31)}1`, authTokens: ["local-twilio-token"] },
  chatsby: { apiKey: "chtb_test_local" },
  actions: { tokens: ["local-actions-token"] },
  leads: { webhookSecrets: ["whsec_bG9jYWwtbGVhZHMtc2VjcmV0LW5vdC1zZWNyZXQ="] },
  media: { apiKey: "local-media-key" },
  identityKey: "bG9jYWwtaWRlbnRpdHkta2V5LW5vdC1zZWNyZXQtYXQtYWxs",
};
