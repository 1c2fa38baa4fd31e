import type { Act, TranscriptEntry } from "../../ports/history.ts";
import { bytesInResponse, MAX_RESPONSE_BYTES } from "./export-pages.ts";

const MAX_ACTS = 1_000;

/** Keeps the newest messages that a response can hold beside `rest`. */
export function fitNewest<Message>(
  messages: readonly Message[],
  rest: object,
  maxBytes = MAX_RESPONSE_BYTES,
): { fitting: readonly Message[]; omitted: number } {
  let left = maxBytes - bytesInResponse(rest);
  const fitting: Message[] = [];
  for (const message of messages.toReversed()) {
    left -= bytesInResponse(message) + 1;
    if (left < 0) break;
    fitting.unshift(message);
  }
  return { fitting, omitted: messages.length - fitting.length };
}

/** Keeps the newest messages. `omitted`: how many of the requested are missing. */
export function fitToResponse<Shown extends { transcript: readonly TranscriptEntry[]; acts: readonly Act[] }>(
  shown: Shown,
  maxBytes = MAX_RESPONSE_BYTES,
): Shown & { omitted?: number } {
  const acts = shown.acts.slice(-MAX_ACTS);
  const rest = { ...shown, acts, transcript: [] };
  const { fitting, omitted } = fitNewest(shown.transcript, rest, maxBytes);
  return { ...shown, acts, transcript: fitting, ...(omitted > 0 && { omitted }) };
}
