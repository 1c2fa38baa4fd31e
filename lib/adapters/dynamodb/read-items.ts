import { NewerVersion } from "../../application/ports/newer-version.ts";
import type { PendingMessage } from "../../domain/conversation/conversation.ts";
import { messageId, numberName } from "../../domain/ids.ts";
import type { Content, Customer, Referral, ReferredProduct } from "../../domain/inbound/inbound.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import { type Item, readable, readJson, readNumber, readText } from "./items.ts";

/** Throws NewerVersion: the wake-up then waits in the queue instead of the message being passed over. */
export function pendingOf(item: Item): PendingMessage {
  readable(item);
  const [id, name] = [readText(item, "id"), readText(item, "number")];
  const [customer, content] = [readJson<Customer>(item, "customer"), readJson<Content>(item, "content")];
  if (!id || !name || !customer || !content) throw new NewerVersion();
  const quoted = readText(item, "quoted");
  const [referral, product] = [readJson<Referral>(item, "referral"), readJson<ReferredProduct>(item, "product")];
  return {
    id: messageId(id),
    number: numberName(name),
    customer,
    content,
    sentAt: readNumber(item, "sentAt") ?? 0,
    arrivedAt: readNumber(item, "arrivedAt") ?? 0,
    ...(quoted !== undefined && { quoted }),
    ...(readJson<boolean>(item, "forwarded") && { forwarded: true as const }),
    ...(referral && { referral }),
    ...(product && { product }),
  };
}

/** Throws likewise. */
export function outboundOf(item: Item): Outbound {
  const outbound = readJson<Outbound>(readable(item), "outbound");
  if (!outbound) throw new NewerVersion();
  return outbound;
}
