import type { Act, Said } from "../ports/control-ports.ts";
import { bytesInAnswer, MAX_ANSWER_BYTES } from "./export-pages.ts";

/** What is left for the acts of staff, of which the newest count most as well. */
const MAX_ACTS = 1_000;

/** The newest messages that an answer can hold. `omitted`: how many of those that were asked for are missing. */
export function fitting<Shown extends { transcript: readonly Said[]; acts: readonly Act[] }>(
  shown: Shown,
  maxBytes = MAX_ANSWER_BYTES,
): Shown & { omitted?: number } {
  const acts = shown.acts.slice(-MAX_ACTS);
  let left = maxBytes - bytesInAnswer({ ...shown, acts, transcript: [] });
  const kept: Said[] = [];
  for (const said of shown.transcript.toReversed()) {
    left -= bytesInAnswer(said) + 1;
    if (left < 0) break;
    kept.unshift(said);
  }
  const omitted = shown.transcript.length - kept.length;
  return { ...shown, acts, transcript: kept, ...(omitted > 0 && { omitted }) };
}
