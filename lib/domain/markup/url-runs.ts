import { PLAIN, plainRun, type Run } from "./runs.ts";

const CONTACT_SCHEME = /^(?:mailto|tel|sms|smsto|callto):(?:\/\/)?/i;

/** A mail address or phone number without scheme, subject and parameters. Any other URL as it is. */
const displayedUrl = (url: string) =>
  CONTACT_SCHEME.test(url)
    ? url
        .replace(CONTACT_SCHEME, "")
        .replace(/;ext=/i, " ext. ")
        .replace(/[?;&][\s\S]*$/, "")
        .replace(/%(2B|40|20)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : url;

/** White space would end the link on the phone. */
export const urlRun = (url: string): Run => ({
  kind: "url",
  text: CONTACT_SCHEME.test(url) ? displayedUrl(url).trim() : url.trim().replace(/\s/g, "%20"),
  style: PLAIN,
});

/** ` (URL)`, or nothing for a link within the page. */
export function bracketedUrlRuns(url: string | undefined): Run[] {
  if (!url || url.startsWith("#")) return [];
  const run = urlRun(url);
  return run.text === "" ? [] : [plainRun(" ("), run, plainRun(")")];
}

/** But for scheme and `www.`; also a mail address or phone number. */
export function labelContainsUrl(label: string, url: string): boolean {
  if (!CONTACT_SCHEME.test(url)) return withoutScheme(label) === withoutScheme(url);
  const address = displayedUrl(url);
  if (address.includes("@")) return label.toLowerCase().includes(address.toLowerCase());
  const [labelDigits, digits] = [label.replace(/\D/g, "").replace(/^0+/, ""), address.replace(/\D/g, "")];
  return (
    labelDigits !== "" &&
    (labelDigits === digits || (labelDigits.length >= 6 && digits.endsWith(labelDigits)))
  );
}

/** The URL, the label's spelling of a mail address or phone number, or the words that contain it. */
export function urlLabelRuns(label: readonly Run[], url: string): readonly Run[] {
  const text = label
    .map((run) => run.text)
    .join("")
    .trim();
  if (!CONTACT_SCHEME.test(url) || CONTACT_SCHEME.test(text)) return [urlRun(url)];
  const hasWords = text.includes("@") ? /\s/.test(text) : /\p{L}/u.test(text);
  return hasWords ? label : [{ kind: "url", text, style: PLAIN }];
}

const withoutScheme = (address: string) =>
  address
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.)?/i, "")
    .replace(/\/$/, "")
    .toLowerCase();
