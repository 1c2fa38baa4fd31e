import { type Answer, json } from "../http/service.ts";
import type { MetaNumber } from "./payloads.ts";
import type { MetaTemplate } from "./templates.ts";

const PAGE = 25;

const cursor = (at: number) => Buffer.from(`at:${at}`).toString("base64url");
const placeOf = (text: string) =>
  Number(/^at:(\d+)$/.exec(Buffer.from(text, "base64url").toString())?.[1] ?? Number.NaN);

/**
 * As at Meta, every page has an `after` cursor, also the last one: only `next` means that there are more.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
 */
export function templatePage(
  templates: readonly MetaTemplate[],
  query: URLSearchParams,
  url: string,
): Answer {
  const [status, name] = [query.get("status"), query.get("name")];
  const fields = query.get("fields")?.split(",");
  const limit = Number(query.get("limit") ?? PAGE);
  const start = query.has("after") ? placeOf(query.get("after") ?? "") + 1 : 0;
  if (!(limit >= 1) || !(start >= 0))
    return json(400, { error: { message: "(#100) Invalid parameter", type: "OAuthException", code: 100 } });
  const matching = templates.filter(
    (each) => (status === null || each.status === status) && (name === null || each.name.includes(name)),
  );
  const page = matching.slice(start, start + limit);
  const data = page.map((each) =>
    fields
      ? Object.fromEntries(Object.entries(each).filter(([field]) => field === "id" || fields.includes(field)))
      : each,
  );
  if (data.length === 0) return json(200, { data });
  const after = cursor(start + data.length - 1);
  const next = new URLSearchParams(query);
  next.set("after", after);
  const more = start + data.length < matching.length && { next: `${url}?${next}` };
  return json(200, { data, paging: { cursors: { before: cursor(start), after }, ...more } });
}

/** The requested ones: Meta leaves out unknown ones. `instead`: values instead of the good ones. */
export function numberFields(
  number: MetaNumber,
  messagingLimit: string,
  query: URLSearchParams,
  instead: Record<string, unknown> = {},
): Answer {
  const known: Record<string, unknown> = {
    display_phone_number: `+${number.displayNumber}`,
    verified_name: "Lumen Lamps",
    quality_rating: "GREEN",
    name_status: "APPROVED",
    code_verification_status: "VERIFIED",
    status: "CONNECTED",
    platform_type: "CLOUD_API",
    is_on_biz_app: false,
    throughput: { level: "STANDARD" },
    whatsapp_business_manager_messaging_limit: messagingLimit,
    ...instead,
  };
  const fields = query.get("fields")?.split(",") ?? [
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
  ];
  return json(200, {
    ...Object.fromEntries(fields.flatMap((field) => (field in known ? [[field, known[field]]] : []))),
    id: number.phoneNumberId,
  });
}
