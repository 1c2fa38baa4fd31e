import type { InboundEvent, Provider } from "../../lib/domain/inbound/inbound.ts";
import { parseMetaWebhook } from "../../lib/providers/meta/parse.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/form.ts";
import { parseTwilioMessage, parseTwilioStatus } from "../../lib/providers/twilio/parse.ts";
import type { ServiceRequest } from "../http/service.ts";

export type ReadWebhook = { provider: Provider; events: readonly InboundEvent[] };

/** `undefined` if it is another request or cannot be read. */
export function readWebhook({
  method,
  path,
  query,
  body,
}: Pick<ServiceRequest, "method" | "path" | "query" | "body">): ReadWebhook | undefined {
  if (method !== "POST") return undefined;
  if (path === "/webhooks/meta") return { provider: "meta", events: metaEvents(body) };
  if (!path.startsWith("/webhooks/twilio")) return undefined;
  const params = parseTwilioForm(body);
  if (!params) return undefined;
  const isStatus = path === "/webhooks/twilio/status";
  return {
    provider: "twilio",
    events: isStatus ? parseTwilioStatus(params, query.get("ref") ?? undefined) : parseTwilioMessage(params),
  };
}

function metaEvents(body: Buffer): readonly InboundEvent[] {
  try {
    return parseMetaWebhook(JSON.parse(body.toString("utf8")));
  } catch {
    // A body that is not JSON gets 400. There is nothing to show.
    return [];
  }
}

export const isOfPeople = ({ events }: ReadWebhook) =>
  events.some(({ kind }) => kind === "message" || kind === "echo" || kind === "preference");
