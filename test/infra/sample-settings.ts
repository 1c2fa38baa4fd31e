import { parseConfiguration } from "../../lib/config/settings/problems.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { settingsSchema } from "../../lib/config/settings/settings-schema.ts";

export const META = {
  name: "support",
  provider: "meta",
  phoneNumberId: "998877665544332",
  agentId: "agent_real",
} as const;
/** Settings that add to the stack, all at once. */
export const EVERYTHING = {
  leads: { webhook: { url: "https://crm.example.org/hooks" } },
  followUps: [{ afterHours: 2, text: "Is there anything else?" }],
  handoff: { email: "support@example.org" },
  alerts: { email: "ops@example.org" },
  publicUrl: "https://wa.example.org",
  media: { voice: "transcribe", images: "describe", documents: "read" },
} satisfies Partial<SettingsFile>;
/** With everything that costs money besides: for a business that has grown. */
export const GROWN = {
  ...EVERYTHING,
  capacity: {
    workers: 200,
    reserveWorkers: true,
    deliveries: 40,
    webhookReserved: 100,
    webhookProvisioned: 5,
    requestsPerSecond: 2000,
  },
  security: { customerManagedKey: true },
  domain: {
    name: "wa.example.org",
    certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/1a2b-3c",
    hostedZone: { id: "Z0123456789", name: "example.org" },
    only: true,
  },
  logs: { retentionDays: 90 },
  tags: { "cost-center": "4711" },
} satisfies Partial<SettingsFile>;
export const TWILIO = {
  name: "sales",
  provider: "twilio",
  from: "whatsapp:+14155238886",
  agentId: "agent_real",
} as const;

export const settingsOf = (file: SettingsFile) =>
  parseConfiguration(settingsSchema, JSON.stringify(file), "settings");
