import type { HttpResponse } from "../../lib/adapters/lambda/http.ts";
import type { InboxPageConfig, InboxPageFiles } from "../../lib/inbox-api/page-config.ts";

type PageParts = {
  config: InboxPageConfig;
  /** Where staff upload files. */
  filesUrl: string;
  files(): Promise<InboxPageFiles>;
  read(file: string): Promise<Buffer>;
};

/** Nothing from elsewhere but sign-in and the bucket of files, nothing inline: text of customers and colleagues can never become a script. */
const policyFor = ({ tokenEndpoint, revocationEndpoint }: InboxPageConfig, filesUrl: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    // Files of customers, from memory. The page gives them no type but those of pictures and recordings.
    "media-src blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src ${[...new Set(["'self'", ...[tokenEndpoint, revocationEndpoint, filesUrl].map((url) => new URL(url).origin)])].join(" ")}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** Answers for the page's files. They hold nothing of customers, so nobody need be signed in. */
export function createPage({ config, filesUrl, files, read }: PageParts) {
  const headers = {
    "content-security-policy": policyFor(config, filesUrl),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
  };
  return async (path: string): Promise<HttpResponse> => {
    if (path === "/inbox/config.json")
      return {
        statusCode: 200,
        headers: { ...headers, "content-type": "application/json", "cache-control": "no-store" },
        body: JSON.stringify(config),
      };
    const known = await files();
    const wanted = path === "/inbox/" ? "/inbox" : path;
    const entry = Object.hasOwn(known, wanted) ? known[wanted] : undefined;
    if (!entry)
      return {
        statusCode: 404,
        headers: { ...headers, "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
        body: "There is no such page.",
      };
    const { file, type, cache } = entry;
    return {
      statusCode: 200,
      headers: { ...headers, "content-type": type, "cache-control": cache },
      body: (await read(file)).toString("base64"),
      isBase64Encoded: true,
    };
  };
}
