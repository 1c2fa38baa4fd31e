import type { FileStore } from "../../application/ports/file-store.ts";
import { IntegrationError } from "../../application/ports/integration-error.ts";
import { MINUTE_MS, SECOND_MS } from "../../domain/time.ts";

type Bucket = {
  /** Where its objects are, without a trailing slash. */
  url: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  fetch: typeof fetch;
};

const FOLDER = "files";
const UPLOAD_SECONDS = (10 * MINUTE_MS) / SECOND_MS;
const TIMEOUT_MS = 10_000;

/** Enough to tell the type. */
const PEEKED_BYTES = 4096;

const failed = (code: string) => new IntegrationError({ system: "files", code, retry: "later" });

/** In a header: quotes, line ends and other alphabets would break it. */
const headerName = (name: string) => name.replaceAll(/[^\w .()-]/g, "_").slice(0, 100);

/**
 * Signs with SigV4 and has no client of AWS's SDK. Without the right to list, S3 says 403 of an object that is not
 * there.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function s3FileStore({ url: bucketUrl, region, credentials, fetch }: Bucket): FileStore {
  const addressOf = (id: string) => new URL(`${bucketUrl}/${FOLDER}/${encodeURIComponent(id)}`);

  async function signed(url: URL, method: string, headers: Record<string, string>, inQuery: boolean) {
    // Loaded with the first file.
    const { AwsV4Signer } = await import("aws4fetch");
    const signer = new AwsV4Signer({
      ...credentials,
      method,
      url: url.href,
      headers,
      region,
      service: "s3",
      signQuery: inQuery,
      allHeaders: true,
    });
    return signer.sign();
  }

  async function call(id: string, method: string, headers: Record<string, string> = {}): Promise<Response> {
    const request = await signed(addressOf(id), method, headers, false);
    try {
      return await fetch(request.url, {
        method,
        headers: request.headers,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw failed("unreachable");
    }
  }

  return {
    async uploadUrl(id, bytes) {
      const url = addressOf(id);
      url.searchParams.set("X-Amz-Expires", String(UPLOAD_SECONDS));
      const headers = { "content-type": "application/octet-stream", "if-none-match": "*" };
      const request = await signed(url, "PUT", { ...headers, "content-length": String(bytes) }, true);
      return { url: request.url.href, headers };
    },

    async peek(id) {
      const response = await call(id, "GET", { range: `bytes=0-${PEEKED_BYTES - 1}` });
      if (response.status === 403 || response.status === 404) return undefined;
      // An empty file has no such range.
      if (response.status === 416) return { bytes: 0, start: new Uint8Array() };
      if (!response.ok) throw failed(`http_${response.status}`);
      const start = new Uint8Array(await response.arrayBuffer());
      const whole = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
      return { bytes: whole === undefined ? start.byteLength : Number(whole), start };
    },

    async downloadUrl(id, { type, name, seconds }) {
      const url = addressOf(id);
      url.searchParams.set("X-Amz-Expires", String(seconds));
      url.searchParams.set("response-content-type", type);
      url.searchParams.set("response-content-disposition", `attachment; filename="${headerName(name)}"`);
      url.searchParams.set("response-cache-control", "no-store");
      return (await signed(url, "GET", {}, true)).url.href;
    },

    async remove(id) {
      const { ok, status } = await call(id, "DELETE");
      if (!ok && status !== 404) throw failed(`http_${status}`);
    },
  };
}
