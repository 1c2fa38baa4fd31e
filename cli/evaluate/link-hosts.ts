import { findUrls } from "../../lib/domain/markup/urls.ts";
import type { Answer } from "./answer.ts";
import { wholeText } from "./answer.ts";

/** WhatsApp makes links of bare domains too. Common endings: others are more often a missing space. */
const BARE =
  /(?<![\p{L}\p{N}@._/-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}(?:com|net|org|info|biz|shop|store|online|app|dev|io|ai|eu|de|at|ch|fr|es|it|pt|br|mx|co|uk|us|ca|au|in|id|ae|sa|nl|be|pl|example)(?![\p{L}\p{N}@._-]*@)(?![\p{L}\p{N}-])/giu;

function hostOf(url: string): string | undefined {
  const parsed = URL.parse(/^https?:\/\//i.test(url) ? url : `https://${url}`);
  return parsed?.hostname.toLowerCase();
}

/** Of everything that a phone shows as a link, and of files. */
export function linkedHosts(answer: Answer): readonly string[] {
  const text = wholeText(answer);
  const urls = [
    ...findUrls(text).map(({ start, end }) => text.slice(start, end)),
    ...Array.from(text.matchAll(BARE), ([match]) => match),
    ...answer.messages.flatMap(({ file }) => (file === undefined || file.startsWith("/") ? [] : [file])),
  ];
  return [...new Set(urls.flatMap((url) => hostOf(url) ?? []))];
}

/** `allowed`: hosts, or "*.example.com" for every subdomain. A leading "www." does not matter. */
export function isAllowed(host: string, allowed: readonly string[]): boolean {
  const bare = (name: string) => name.replace(/^www\./, "");
  return allowed.some((each) =>
    each.startsWith("*.") ? host.endsWith(each.slice(1)) : bare(host) === bare(each),
  );
}
