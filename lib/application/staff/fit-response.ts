import type { Act, TranscriptEntry } from "../ports/history.ts";
import { bytesInResponse, MAX_RESPONSE_BYTES } from "./export-pages.ts";

const MAX_ACTS = 1_000;

/** Keeps the newest messages. `omitted`: how many of the requested are missing. */
export function fitToResponse<Shown extends { transcript: readonly TranscriptEntry[]; acts: readonly Act[] }>(
  shown: Shown,
  maxBytes = MAX_RESPONSE_BYTES,
): Shown & { omitted?: number } {
  const acts = shown.acts.slice(-MAX_ACTS);
  let left = maxBytes - bytesInResponse({ ...shown, acts, transcript: [] });
  const fitting: TranscriptEntry[] = [];
  for (const entry of shown.transcript.toReversed()) {
    left -= bytesInResponse(entry) + 1;
    if (left < 0) break;
    fitting.unshift(entry);
  }
  const omitted = shown.transcript.length - fitting.length;
  return { ...shown, acts, transcript: fitting, ...(omitted > 0 && { omitted }) };
}
