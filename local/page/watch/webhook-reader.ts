import { type InboundEvent, PROVIDERS, type Provider } from "../../../lib/domain/inbound/inbound.ts";
import { WEBHOOKS } from "../../../lib/providers/webhooks.ts";
import type { ServiceRequest } from "../../http/service.ts";

export type ReadWebhook = { provider: Provider; events: readonly InboundEvent[] };

type Request = Pick<ServiceRequest, "method" | "path" | "query" | "body">;

/** `undefined` if it is another request or cannot be read. */
export function readWebhook({ method, path, query, body }: Request): ReadWebhook | undefined {
  for (const provider of PROVIDERS) {
    const route = WEBHOOKS[provider].routes.find((each) => each.method === method && each.path === path);
    const events = route?.eventsOf?.(body, Object.fromEntries(query));
    if (events) return { provider, events };
  }
  return undefined;
}

/** Whether it holds messages, not only statuses. */
export const isOfPeople = ({ events }: ReadWebhook) =>
  events.some(({ kind }) => kind === "message" || kind === "echo" || kind === "preference");
