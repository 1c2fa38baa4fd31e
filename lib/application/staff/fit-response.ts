import type { Act, TranscriptEntry } from "../ports/control-ports.ts";
import { bytesInResponse, MAX_RESPONSE_BYTES } from "./export-pages.ts";

/** What is left for the acts of staff, of which the newest count most as well. */
const MAX_ACTS = 1_000;

/** The newest messages that an answer can hold. `omitted`: how many of those that were asked for are missing. */
export function fitToResponse<Shown extends { transcript: readonly TranscriptEntry[]; acts: readonly Act[] }>(
  shown: Shown,
  maxBytes = MAX_RESPONSE_BYTES,
): Shown & { omitted?: number } {
  const acts = shown.acts.slice(-MAX_ACTS);
  let left = maxBytes - bytesInResponse({ ...shown, acts, transcript: [] });
  const kept: TranscriptEntry[] = [];
  for (const said of shown.transcript.toReversed()) {
    left -= bytesInResponse(said) + 1;
    if (left < 0) break;
    kept.unshift(said);
  }
  const omitted = shown.transcript.length - kept.length;
  return { ...shown, acts, transcript: kept, ...(omitted > 0 && { omitted }) };
}
