import { call } from "../data/call.ts";
import { boxOf, change } from "./box.ts";

/** What the file dialog offers. What may be sent is decided by the file's bytes, once it is uploaded. */
export const ACCEPTED = "image/jpeg,image/png,application/pdf,audio/*,video/mp4,video/3gpp";

const MAX_BYTES = 16 * 1024 * 1024;
/** For 16 MB on a slow line. */
const UPLOAD_TIMEOUT_MS = 300_000;

const FAILED = "The file could not be uploaded. Attach it again.";

async function upload(
  conversation: string,
  file: File,
  signal: AbortSignal,
): Promise<string | { why: string }> {
  const body = { name: file.name.slice(-200) || "file", bytes: file.size };
  const begun = await call("upload", { params: { conversation }, body });
  if (!begun.ok) return { why: begun.message };
  const { url, headers } = begun.value;
  try {
    const put = await fetch(url, {
      method: "PUT",
      headers,
      body: file,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.any([signal, AbortSignal.timeout(UPLOAD_TIMEOUT_MS)]),
    });
    return put.ok ? begun.value.file : { why: FAILED };
  } catch {
    return { why: FAILED };
  }
}

/** Uploads a file for the reply that is being written. It takes the place of an earlier one. */
export async function attach(conversation: string, file: File): Promise<void> {
  const stop = new AbortController();
  detach(conversation);
  const trouble = (text: string) =>
    change(conversation, { file: undefined, trouble: { kind: "other", text } });
  if (file.size === 0) return trouble("The file is empty.");
  if (file.size > MAX_BYTES)
    return trouble("The file is larger than 16 MB, which is the most that WhatsApp takes.");
  const attached = { name: file.name, stop };
  change(conversation, { mode: "reply", id: undefined, trouble: undefined, file: attached });
  const uploaded = await upload(conversation, file, stop.signal);
  // Taken away, or replaced, in the meantime.
  if (boxOf(conversation).file !== attached) return;
  if (typeof uploaded === "string") change(conversation, { file: { ...attached, uploaded } });
  else trouble(uploaded.why);
}

export function detach(conversation: string): void {
  boxOf(conversation).file?.stop.abort();
  change(conversation, { file: undefined, id: undefined });
}

/** From the clipboard or a drag: the first file, if there is one. */
export const fileIn = (data: DataTransfer | null): File | undefined => data?.files[0];
