import type { ConversationId } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";

/** Without the inbox: WhatsApp itself. */
const WHATSAPP = "https://wa.me/{phone}";

/** Opens the conversation in the inbox, as web/inbox/data/route.ts reads the address. */
export const chatInInbox = (inboxUrl: string, conversation: ConversationId): string =>
  `${inboxUrl}#${encodeURIComponent(conversation)}`;

/**
 * For the team. A link of the settings wins over the inbox. `undefined` when the link needs a phone that is not
 * known.
 */
export function chatLink(
  { link, inboxUrl }: { link?: string | undefined; inboxUrl?: string | undefined },
  conversation: ConversationId,
  { phone }: Customer,
): string | undefined {
  if (link === undefined && inboxUrl !== undefined) return chatInInbox(inboxUrl, conversation);
  const pattern = link ?? WHATSAPP;
  if (pattern.includes("{phone}") && !phone) return undefined;
  return pattern.replaceAll("{phone}", phone ?? "").replaceAll("{conversation}", conversation);
}
