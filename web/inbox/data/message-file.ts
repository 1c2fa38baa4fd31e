import { SHOWN_TYPES } from "../../../lib/domain/media/shown-type.ts";
import { call, callMedia, type FilePart, type Refused } from "./call.ts";

/** `shown`: what the page shows itself; "no": it can only be saved. */
export type LoadedFile = { ok: true; blob: Blob; type: string; shown: "image" | "audio" | "video" | "no" };
export type FileAddress = { conversation: string; message: string; index: number };

const SHOWN: ReadonlySet<string> = new Set(SHOWN_TYPES);

const WHOLE = "It could not be loaded whole. Try again.";

const incomplete = (): Refused => ({ ok: false, error: "unreachable", message: WHOLE, detail: {} });

/** Only these become something that a browser shows: everything else has no type in the page either. */
function shownAs(type: string): LoadedFile["shown"] {
  const [family] = type.split("/");
  const isShown = SHOWN.has(type) && (family === "image" || family === "audio" || family === "video");
  return isShown ? family : "no";
}

/**
 * A customer's file, part by part. `onProgress`: bytes so far, and of the whole. A part that is shorter than the
 * API says is asked for again from where it ended.
 */
export async function loadFile(
  { conversation, message, index }: FileAddress,
  signal: AbortSignal,
  onProgress: (loaded: number, size: number) => void,
): Promise<LoadedFile | Refused> {
  const parts: Blob[] = [];
  let first: FilePart | undefined;
  let loaded = 0;
  while (first === undefined || loaded < first.size) {
    const params = { conversation, message, index: String(index), from: String(loaded) };
    const part = await callMedia({ params }, signal);
    if (!part.ok) return part;
    first ??= part;
    loaded += part.bytes.size;
    parts.push(part.bytes);
    if (part.size !== first.size || loaded > part.size || (part.bytes.size === 0 && part.size > 0))
      return incomplete();
    onProgress(loaded, part.size);
  }
  return loadedAs(first.type, parts);
}

function loadedAs(given: string, parts: readonly Blob[]): LoadedFile {
  const shown = shownAs(given);
  const type = shown === "no" ? "application/octet-stream" : given;
  return { ok: true, blob: new Blob([...parts], { type }), type: given, shown };
}

/** What staff have sent, from the bucket. */
export async function loadStaffFile(
  { conversation, file }: { conversation: string; file: string },
  signal: AbortSignal,
): Promise<LoadedFile | Refused> {
  const answer = await call("file", { params: { conversation, file } });
  if (!answer.ok) return answer;
  const { url, type } = answer.value;
  try {
    const response = await fetch(url, { credentials: "omit", referrerPolicy: "no-referrer", signal });
    return response.ok ? loadedAs(type, [await response.blob()]) : incomplete();
  } catch {
    return incomplete();
  }
}
