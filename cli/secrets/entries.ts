import { isRecord } from "../../lib/domain/is-record.ts";

type Json = Record<string, unknown>;

/**
 * `list`: the first value signs (for leads: all do), every value is accepted.
 * `made`: "elsewhere" at the provider, "here" by this command.
 */
export type Entry = { path: string; kind: "single" | "list"; made: "elsewhere" | "here"; what: string };

export const ENTRIES: readonly Entry[] = [
  {
    path: "meta.appSecrets",
    kind: "list",
    made: "elsewhere",
    what: "Meta: secret of the app, signs webhooks",
  },
  {
    path: "meta.verifyToken",
    kind: "single",
    made: "here",
    what: "Meta: what its verification of the webhook asks for",
  },
  {
    path: "meta.accessToken",
    kind: "single",
    made: "elsewhere",
    what: "Meta: token of a system user, sends messages",
  },
  { path: "twilio.accountSid", kind: "single", made: "elsewhere", what: "Twilio: the account" },
  { path: "twilio.authTokens", kind: "list", made: "elsewhere", what: "Twilio: signs webhooks and calls" },
  {
    path: "twilio.sharedKeys",
    kind: "list",
    made: "elsewhere",
    what: "Twilio: signs webhooks, where a shared key does",
  },
  { path: "chatsby.apiKey", kind: "single", made: "elsewhere", what: "Chatsby: asks the agent" },
  {
    path: "media.apiKey",
    kind: "single",
    made: "elsewhere",
    what: 'of the server that understands media, with `media.engine` "openai"',
  },
  { path: "actions.tokens", kind: "list", made: "here", what: "the agent's custom actions: bearer token" },
  { path: "leads.webhookSecrets", kind: "list", made: "here", what: "signs leads on their way to your CRM" },
];

/** Made and used by setup alone: listed, never set. Nothing if none is kept. */
export function keptPins(secret: Json): { entry: string; values: number; what: string }[] {
  const pins = isRecord(secret.meta) ? secret.meta.registrationPins : undefined;
  const values = isRecord(pins) ? Object.keys(pins).length : 0;
  const what = "Meta: two-step PINs of numbers, made and used by setup";
  return values > 0 ? [{ entry: "meta.registrationPins", values, what }] : [];
}

export const entryAt = (path: string): Entry | undefined => ENTRIES.find((entry) => entry.path === path);

/** A single value as a list of one. */
export function valuesOf(secret: Json, { path }: Entry): readonly string[] {
  const [part = "", name = ""] = path.split(".");
  const found = isRecord(secret[part]) ? secret[part][name] : undefined;
  return [found].flat().filter((value): value is string => typeof value === "string" && value !== "");
}

export function withValues(secret: Json, { path, kind }: Entry, values: readonly string[]): Json {
  const [part = "", name = ""] = path.split(".");
  const before = isRecord(secret[part]) ? secret[part] : {};
  return { ...secret, [part]: { ...before, [name]: kind === "list" ? values : values[0] } };
}
