import {
  IntegrationError,
  type OutsideSystem,
  type RetryHint,
} from "../../application/ports/integration-error.ts";
import type { MediaFile } from "../../application/ports/media-files.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { filenameOf, mediaType } from "./content-headers.ts";
import { readBytes } from "./read-bytes.ts";
import { networkFailure } from "./request.ts";
import { retryAfterSeconds } from "./retry-after.ts";

export type DownloadOptions = {
  fetch: typeof fetch;
  clock: Clock;
  system: OutsideSystem;
  url: URL;
  /** Credentials: for the first address only. */
  headers: Record<string, string>;
  /** Returns where a redirect may lead. */
  addressOf(text: string | undefined, base: URL): URL | undefined;
  maxBytes: number;
  deadline: number;
};

const MAX_REDIRECTS = 4;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const GONE = new Set([404, 410]);

export const mediaGone = (system: OutsideSystem) =>
  new IntegrationError({ system, code: "media_gone", retry: "never" });

export const isGone = (error: unknown) => error instanceof IntegrationError && error.code === "media_gone";

/** Throws IntegrationError: `media_gone`, `media_too_large`, `media_host_refused`, `timeout`, `http_503` … */
export async function downloadFile(options: DownloadOptions): Promise<MediaFile> {
  const { fetch, clock, system, addressOf, maxBytes, deadline } = options;
  const failed = (code: string, retry: RetryHint = "never", retryAfter?: number) =>
    new IntegrationError({ system, code, retry, ...omitUndefined({ retryAfter }) });
  const time = Math.floor(deadline - clock.now());
  if (time <= 0) throw failed("no_time", "later");
  const signal = AbortSignal.timeout(time);

  async function follow(url: URL, headers: Record<string, string>, redirects: number): Promise<MediaFile> {
    const response = await fetch(url, { headers, signal, redirect: "manual" });
    const { status } = response;
    if (status === 200) return read(response);
    await response.body?.cancel();
    if (GONE.has(status)) throw mediaGone(system);
    if (!REDIRECTS.has(status))
      throw status >= 500 || status === 429
        ? failed(`http_${status}`, "later", retryAfterSeconds(response.headers, clock.now()))
        : failed(`http_${status}`);
    const next = addressOf(response.headers.get("location") ?? undefined, url);
    if (!next || redirects === MAX_REDIRECTS) throw failed("media_host_refused");
    return follow(next, {}, redirects + 1);
  }

  async function read(response: Response): Promise<MediaFile> {
    const { headers } = response;
    const length = headers.has("content-encoding") ? undefined : lengthIn(headers);
    const bytes = await readBytes(response, maxBytes, length);
    if (!bytes) throw failed("media_too_large");
    const [type, filename] = [
      mediaType(headers.get("content-type")),
      filenameOf(headers.get("content-disposition")),
    ];
    return { bytes, ...omitUndefined({ type, filename }) };
  }

  try {
    return await follow(options.url, options.headers, 0);
  } catch (error) {
    if (error instanceof IntegrationError) throw error;
    throw failed(networkFailure(error, signal).code, "later");
  }
}

function lengthIn(headers: Headers): number | undefined {
  const length = headers.get("content-length") ?? "";
  return /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}
