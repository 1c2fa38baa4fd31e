import { parseChatMessageId } from "../../../domain/chat/chat-message-id.ts";
import { MINUTE_MS } from "../../../domain/time.ts";

/** The time of the newest message that the author has seen. */
export function seenTime(seen: string | undefined, now: number): number | undefined | "unknown-message" {
  if (seen === undefined) return undefined;
  const at = parseChatMessageId(seen)?.at;
  // Not ours: with a future time nothing would ever be newer.
  return at === undefined || at > now + MINUTE_MS ? "unknown-message" : at;
}
