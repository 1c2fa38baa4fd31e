import { type Json, label, list, record, text } from "../../../adapters/http/json.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { finite } from "../webhook/read.ts";

export type MetaToken = {
  valid: boolean;
  appId?: string;
  /** `SYSTEM_USER`, `USER`, `APP` … */
  type?: string;
  /** Absent = never. */
  expiresAt?: number;
  scopes: readonly string[];
  /** The accounts that a scope is limited to; absent = not limited. */
  targets: Readonly<Record<string, readonly string[]>>;
};

export function readToken(json: unknown): MetaToken | undefined {
  const data = record(record(json)?.data);
  if (typeof data?.is_valid !== "boolean") return undefined;
  const [appId, type] = [label(data.app_id), text(data.type)];
  // 0 means "never".
  const ends = [data.expires_at, data.data_access_expires_at].flatMap((value) => finite(value) || []);
  return {
    valid: data.is_valid,
    ...omitUndefined({ appId, type }),
    ...(ends.length > 0 && { expiresAt: Math.min(...ends) * 1_000 }),
    scopes: list(data.scopes).flatMap((scope) => text(scope) ?? []),
    targets: Object.fromEntries(list(data.granular_scopes).flatMap((each) => targetsOf(record(each)))),
  };
}

function targetsOf(granular: Json | undefined): [string, string[]][] {
  const scope = text(granular?.scope);
  if (!scope || !Array.isArray(granular?.target_ids)) return [];
  return [[scope, list(granular.target_ids).flatMap((id) => label(id) ?? [])]];
}

export type MetaHealth = {
  canSend: string;
  blockedBy: readonly { entity: string; codes: readonly string[] }[];
};

export type MetaNumberState = {
  display?: string;
  name?: string;
  nameStatus?: string;
  quality?: string;
  verification?: string;
  status?: string;
  limit?: string;
  throughput?: string;
  health?: MetaHealth;
};

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/health-status */
function healthOf(value: unknown): MetaHealth | undefined {
  const health = record(value);
  const canSend = text(health?.can_send_message);
  if (!canSend) return undefined;
  const blockedBy = list(health?.entities).flatMap((each) => {
    const entity = record(each);
    if (!entity || entity.can_send_message === "AVAILABLE") return [];
    const codes = list(entity.errors).flatMap((error) => label(record(error)?.error_code) ?? []);
    return [{ entity: text(entity.entity_type) ?? "unknown", codes }];
  });
  return { canSend, blockedBy };
}

export function numberState(json: unknown): MetaNumberState | undefined {
  const number = record(json);
  if (!number) return undefined;
  const health = healthOf(number.health_status);
  const known = {
    display: text(number.display_phone_number),
    name: text(number.verified_name),
    nameStatus: text(number.name_status),
    quality: text(number.quality_rating),
    verification: text(number.code_verification_status),
    status: text(number.status),
    limit: label(number.whatsapp_business_manager_messaging_limit),
    throughput: text(record(number.throughput)?.level),
  };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    ...omitUndefined({ health }),
  };
}

export type AppSubscription = { url: string; active: boolean; fields: readonly string[] };

export function subscriptionOf(json: unknown): AppSubscription | "none" | undefined {
  const { data } = record(json) ?? {};
  if (!Array.isArray(data)) return undefined;
  const found = list(data)
    .map(record)
    .find((each) => each?.object === "whatsapp_business_account");
  const url = text(found?.callback_url);
  if (!found || !url) return "none";
  return {
    url,
    active: found.active === true,
    fields: list(found.fields).flatMap((field) => text(record(field)?.name) ?? text(field) ?? []),
  };
}
