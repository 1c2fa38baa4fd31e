import type { FileKind, FileRules, MediaFile } from "./media-file.ts";

/** UTF-16 units: with a caption it must still fit in one message as text. */
const MAX_LINK = 1_000;
const MAX_FILENAME = 100;

/** `hosts`: in lower case, exactly these. Loopback is for tests. */
export type LinkRules = { hosts: ReadonlySet<string>; kinds: FileRules["kinds"] };

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1"]);

/**
 * The file behind a link to one of the hosts: https, no port, no user in the link. `undefined`: it stays a
 * link. `isPicture`: it was written as one, and need not tell its type.
 */
export function fileOfLink(
  link: string,
  { hosts, kinds }: LinkRules,
  isPicture: boolean,
): MediaFile | undefined {
  if (link.length > MAX_LINK || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  const { protocol, hostname, port, username, password, href } = url;
  const isLocal = LOOPBACK.has(hostname);
  const isSafe = isLocal
    ? protocol === "http:" || protocol === "https:"
    : protocol === "https:" && port === "";
  if (!isSafe || username !== "" || password !== "" || !hosts.has(hostname) || href.length > MAX_LINK)
    return undefined;
  const name = lastSegment(url);
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  const kind: FileKind | undefined = kinds.get(ending) ?? (isPicture && ending === "" ? "image" : undefined);
  if (!kind) return undefined;
  return { kind, url: href, ...(kind === "document" && { filename: filenameOf(name, ending) }) };
}

function lastSegment({ pathname }: URL): string {
  const segment = pathname.slice(pathname.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Shown to the customer: no path, no control or direction characters that would hide the type. */
function filenameOf(name: string, ending: string): string {
  const stem = name
    .slice(0, -ending.length - 1)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, "")
    .toWellFormed()
    .trim();
  return `${Array.from(stem).slice(0, MAX_FILENAME).join("") || "document"}.${ending}`;
}
