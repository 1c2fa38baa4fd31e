import type { Fakes } from "../../fakes.ts";
import { type Answer, json } from "../../http/service.ts";

export const CUSTOMER_FILES = "/local/files/";

/** Shown in the page. Anything else is saved only: it may hold a script. */
const SHOWN = /^(?:image\/(?:jpeg|png|gif|webp)|audio\/|video\/)/;

/** `bytes=0-99`, `bytes=100-`: players ask for parts, to learn how long a recording is. */
function partOf(range: string | undefined, length: number): { from: number; to: number } | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const from = Number(first ?? Number.NaN);
  const to = last ? Math.min(Number(last), length - 1) : length - 1;
  return from <= to ? { from, to } : undefined;
}

/** A file on a phone: somebody chose it, so it is as foreign as in life. */
export function customerFileAnswer(
  { meta, twilio }: Pick<Fakes, "meta" | "twilio">,
  id: string,
  range: string | undefined,
): Answer {
  const file = meta.media.files.get(id) ?? twilio.media.files.get(id);
  if (!file) return json(404, { ok: false, problem: "There is no such file any more." });
  const { type, name = "file", bytes } = file;
  const isShown = SHOWN.test(type);
  const named = `filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`;
  const part = partOf(range, bytes.byteLength);
  const body = part ? bytes.subarray(part.from, part.to + 1) : bytes;
  return {
    status: part ? 206 : 200,
    headers: {
      "content-length": String(body.byteLength),
      "accept-ranges": "bytes",
      ...(part && { "content-range": `bytes ${part.from}-${part.to}/${bytes.byteLength}` }),
      "content-type": isShown ? type : "application/octet-stream",
      "content-disposition": `${isShown ? "inline" : "attachment"}; ${named}`,
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    },
    body,
  };
}
