import { DEMO_SECRETS } from "../../lib/config/secrets/demo-secrets.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { FakeCrm } from "../../local/crm/fake-crm.ts";
import { type Fakes, makeFakes } from "../../local/fakes.ts";

/** In the vendors' own forms, which setup insists on. */
export const SECRETS: Secrets = {
  ...DEMO_SECRETS,
  meta: {
    appSecrets: ["0a1b2c3d4e5f60718293a4b5c6d7e8f9"],
    verifyToken: "emulated-verify-token",
    accessToken: `EAA${"emulated".repeat(8)}`,
  },
  twilio: {
    accountSid: DEMO_SECRETS.twilio?.accountSid ?? "",
    authTokens: ["9f8e7d6c5b4a39281706f5e4d3c2b1a0"],
  },
};
const AGENT = "agent_emulated01";
const WABA = "210000000000009";
/** The business's numbers. The last one's deploy fails. */
export const TWILIO = {
  name: "sales",
  provider: "twilio",
  from: "whatsapp:+14155550100",
  agentId: AGENT,
} as const;
export const META = {
  name: "support",
  provider: "meta",
  phoneNumberId: "310000000000009",
  wabaId: WABA,
  agentId: AGENT,
} as const;
export const LATER = { ...META, name: "later", phoneNumberId: "310000000000010" } as const;

export type Outside = Fakes & {
  crm: FakeCrm;
  /** Method and path of every call that is no look-up. */
  changesAtMeta: string[];
  /** Name these servers, with everything else switched on. */
  settings: Omit<SettingsFile, "numbers">;
  stop(): Promise<void>;
};

/** Meta, Twilio, Chatsby and a CRM, on this machine. */
export async function startOutside(): Promise<Outside> {
  const known = completeSettings({ numbers: [TWILIO, META, LATER] }, "the test");
  const changesAtMeta: string[] = [];
  const watch = (system: string, { method, path }: { method: string; path: string }) => {
    if (system === "meta" && method !== "GET") changesAtMeta.push(`${method} ${path}`);
    return undefined;
  };
  const fakes = makeFakes(known, () => SECRETS, { now: Date.now }, { watch });
  const crm = new FakeCrm(SECRETS.leads?.webhookSecrets[0] ?? "");
  const servers = [fakes.meta, fakes.twilio, fakes.chatsby, crm];
  for (const server of servers) await server.start();
  return {
    ...fakes,
    crm,
    changesAtMeta,
    settings: {
      meta: { graphUrl: fakes.meta.url },
      twilio: { apiUrl: fakes.twilio.url, messagingUrl: fakes.twilio.url, contentUrl: fakes.twilio.url },
      chatsby: { apiUrl: fakes.chatsby.url },
      leads: { webhook: { url: crm.url } },
      followUps: [{ afterHours: 2, text: "Is there anything else?" }],
      alerts: { email: "ops@example.com" },
      handoff: { email: "team@example.com" },
      capacity: { accountInstances: 1_000, webhookProvisioned: 2 },
      security: { customerManagedKey: true },
      tracing: true,
      keepData: true,
    },
    stop: async () => void (await Promise.all(servers.map((server) => server.stop()))),
  };
}
