import { createHash } from "node:crypto";
import { mediaType } from "../../adapters/http/content-headers.ts";
import { downloadFile, isGone, mediaGone } from "../../adapters/http/download-file.ts";
import { fileAddress } from "../../adapters/http/file-hosts.ts";
import { label, record, text } from "../../adapters/http/json.ts";
import { type HttpResult, request } from "../../adapters/http/request.ts";
import { requireSuccess } from "../../adapters/http/require-success.ts";
import { isTransient, tryAgain } from "../../adapters/http/try-again.ts";
import { IntegrationError, type RetryHint } from "../../application/ports/integration-error.ts";
import type { MediaFile, MediaLimits } from "../../application/ports/media-files.ts";
import type { NumberOf } from "../../config/settings/settings.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";
import type { MediaConnection, ProviderMedia } from "../provider-media.ts";
import { missingSecret } from "../sending.ts";
import { META } from "./error.ts";

/** Files lie at lookaside.fbsbx.com. */
const HOSTS = ["fbsbx.com", "fbcdn.net", "facebook.com", "whatsapp.net"];
const MAX_ANSWER_BYTES = 64 * 1024;
const PAUSES_MS = [500];
/** Of an id in a webhook, with an hour for clocks. Staff open old files, and each error counts. */
const LIFE_MS = 7 * DAY_MS + HOUR_MS;

type Call = { number: NumberOf<"meta">; connection: MediaConnection; mediaId: string; limits: MediaLimits };
type Headers = { authorization: string };
type Link = { url: URL; type?: string; sha256?: Buffer; size?: number };

const failed = (code: string, retry: RetryHint = "never") =>
  new IntegrationError({ system: "meta", code, retry });

/** Hexadecimal from the Graph API, base64 in webhooks. `undefined`: neither. */
function hashIn(value: unknown): Buffer | undefined {
  const given = text(value) ?? "";
  const hash = Buffer.from(given, /^[0-9a-f]{64}$/i.test(given) ? "hex" : "base64");
  return hash.byteLength === 32 ? hash : undefined;
}

/** Subcode 33, "object does not exist": deleted, after 7 days for instance, or not for this token. */
function isMissing(result: HttpResult): boolean {
  if (result.kind !== "response" || result.status < 400) return false;
  return result.status === 404 || record(record(result.json)?.error)?.error_subcode === 33;
}

function linkIn(json: unknown, graphUrl: string, maxBytes: number): Link {
  const answer = record(json);
  const link = text(answer?.url);
  if (!link) throw failed("unreadable_answer", "later");
  const url = fileAddress(link, { server: graphUrl, names: HOSTS });
  if (!url) throw failed("media_host_refused");
  const bytes = label(answer?.file_size);
  const size = bytes && /^\d{1,15}$/.test(bytes) ? Number(bytes) : undefined;
  if (size !== undefined && size > maxBytes) throw failed("media_too_large");
  return {
    url,
    ...omitUndefined({ type: mediaType(answer?.mime_type), sha256: hashIn(answer?.sha256), size }),
  };
}

/** 20 errors within an hour block these calls for half an hour: only a call without an answer is repeated. */
async function linkTo({ number, connection, mediaId, limits }: Call, headers: Headers): Promise<Link> {
  const { settings, fetch, clock, pause } = connection;
  const { graphUrl, graphVersion } = settings.meta;
  const { deadline, maxBytes } = limits;
  const query = new URLSearchParams({ phone_number_id: number.phoneNumberId });
  const url = `${graphUrl}/${graphVersion}/${mediaId}?${query}`;
  async function ask(): Promise<HttpResult> {
    const timeoutMs = deadline - clock.now();
    const result = await request({
      fetch,
      clock,
      method: "GET",
      url,
      headers,
      timeoutMs,
      deadline,
      maxBytes: MAX_ANSWER_BYTES,
    });
    if (result.kind === "response") return result;
    throw failed(result.code, "later");
  }
  const result = await tryAgain(ask, { pauses: PAUSES_MS, isWorth: isTransient, pause, clock, deadline });
  if (isMissing(result)) throw mediaGone("meta");
  return linkIn(requireSuccess(result, META), graphUrl, maxBytes);
}

function check({ bytes, type }: MediaFile, link: Link): void {
  const { sha256, size } = link;
  if (sha256) {
    if (!createHash("sha256").update(bytes).digest().equals(sha256)) throw failed("media_hash_mismatch");
    return;
  }
  if (size !== undefined && size !== bytes.byteLength) throw failed("media_size_mismatch");
  // An error page.
  if (isHtml(type) && !isHtml(link.type)) throw failed("unreadable_answer", "later");
}

const isHtml = (type = "") => type.startsWith("text/html");

function download(link: Link, { connection, limits }: Call, headers: Headers): Promise<MediaFile> {
  const { settings, fetch, clock, pause } = connection;
  const server = settings.meta.graphUrl;
  const call = async () => {
    const file = await downloadFile({
      fetch,
      clock,
      system: "meta",
      url: link.url,
      headers,
      addressOf: (location, base) => fileAddress(location, { server, names: HOSTS }, base),
      maxBytes: limits.maxBytes,
      deadline: limits.deadline,
    });
    check(file, link);
    return { ...file, ...omitUndefined({ type: link.type ?? file.type }) };
  };
  const { deadline } = limits;
  return tryAgain(call, { pauses: PAUSES_MS, isWorth: isTransient, pause, clock, deadline });
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/ */
export const metaMedia: ProviderMedia<NumberOf<"meta">> = {
  async fetchMedia(number, connection, mediaId, limits) {
    if (!/^[\w-]{1,128}$/.test(mediaId)) throw failed("media_id_refused");
    const { sentAt = Number.POSITIVE_INFINITY } = limits;
    if (sentAt + LIFE_MS <= connection.clock.now()) throw mediaGone("meta");
    const { meta } = await connection.secrets();
    if (!meta) throw missingSecret("meta");
    const headers = { authorization: `Bearer ${meta.accessToken}` };
    const call = { number, connection, mediaId, limits };
    const link = await linkTo(call, headers);
    try {
      return await download(link, call, headers);
    } catch (error) {
      // A link lives for five minutes only.
      if (!isGone(error)) throw error;
      return download(await linkTo(call, headers), call, headers);
    }
  },
};
