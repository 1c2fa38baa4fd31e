import { canBeOffered, isOffered } from "../../domain/consent/keywords/offered.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Content, InboundMessage } from "../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Ledger, Recorded } from "../ports/ports.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

type Ports = Pick<ReceiveWebhookDeps, "detectKeyword"> & {
  controls: Pick<Controls, "read">;
  ledger: Pick<Ledger, "recordedContent">;
};

/**
 * The mark is recorded with the message: webhook and worker decide alike. Reads the state only for keywords,
 * which are few.
 */
export async function markOffered(
  { controls, detectKeyword }: Ports,
  conversation: ConversationId,
  { content, quoted }: InboundMessage,
  sentAt: number,
): Promise<Content> {
  const keyword = detectKeyword(content);
  if (!keyword || !canBeOffered(content)) return content;
  const { turn } = await controls.read(conversation);
  return isOffered({ content, sentAt, ...omitUndefined({ quoted }) }, keyword, turn)
    ? { ...content, offered: true }
    : content;
}

/** The mark of the first delivery counts, whatever the bot has sent since. */
export async function contentOfRepeat(
  { ledger, detectKeyword }: Ports,
  conversation: ConversationId,
  { id, content }: InboundMessage,
  recorded: Recorded,
): Promise<Content | undefined> {
  const isRepeatedKeyword = recorded === "unanswered" && detectKeyword(content) !== undefined;
  return isRepeatedKeyword ? ledger.recordedContent(conversation, id) : undefined;
}
