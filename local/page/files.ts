import { readFile } from "node:fs/promises";
import { type Answer, json } from "../http/service.ts";
import { SCRIPT, script } from "./script.ts";

/** Its script is bundled from the sources. */
export const WEB = new URL("../../web/phone/", import.meta.url);

/** What the shop's agent sends. */
export const SHOP = new URL("../files/", import.meta.url);

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  pdf: "application/pdf",
  ogg: "audio/ogg",
  woff2: "font/woff2",
};

/** Nothing from elsewhere, nothing inline: text of customers and agents can never become a script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** No path leads out of the folder. */
const NAME = /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)?\.([a-z0-9]+)$/;

/** The folder's URL ends with a slash. */
export async function fileAnswer(folder: URL, name: string): Promise<Answer> {
  const [, ending = ""] = NAME.exec(name) ?? [];
  const type = TYPES[ending];
  const body =
    type && (name === SCRIPT ? await script() : await readFile(new URL(name, folder)).catch(() => undefined));
  if (!body) return json(404, { ok: false, problem: "There is no such file." });
  return {
    status: 200,
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    },
    body,
  };
}
