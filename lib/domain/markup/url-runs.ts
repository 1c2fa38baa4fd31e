import { PLAIN, plainRun, type Run } from "./runs.ts";

const SPOKEN = /^(?:mailto|tel|sms|smsto|callto):(?:\/\/)?/i;

/** A mail address or phone number as people write it: without scheme, subject and parameters. Any other address as it is. */
const spoken = (url: string) =>
  SPOKEN.test(url)
    ? url
        .replace(SPOKEN, "")
        .replace(/;ext=/i, " ext. ")
        .replace(/[?;&][\s\S]*$/, "")
        .replace(/%(2B|40|20)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : url;

/** White space would end the link on the phone. */
export const urlRun = (url: string): Run => ({
  kind: "url",
  text: SPOKEN.test(url) ? spoken(url).trim() : url.trim().replace(/\s/g, "%20"),
  style: PLAIN,
});

/** ` (address)`, or nothing for a place on the same page. */
export function bracketedUrlRuns(url: string | undefined): Run[] {
  if (!url || url.startsWith("#")) return [];
  const run = urlRun(url);
  return run.text === "" ? [] : [plainRun(" ("), run, plainRun(")")];
}

/** Whether a label says the address already: the same but for scheme and `www.`; with the mail address or the phone number in it. */
export function labelContainsUrl(label: string, url: string): boolean {
  if (!SPOKEN.test(url)) return bare(label) === bare(url);
  const address = spoken(url);
  if (address.includes("@")) return label.toLowerCase().includes(address.toLowerCase());
  const [said, digits] = [label.replace(/\D/g, "").replace(/^0+/, ""), address.replace(/\D/g, "")];
  return said !== "" && (said === digits || (said.length >= 6 && digits.endsWith(said)));
}

/** A label that says its address: the address itself, in the label's writing for mail and phone, or the words with the address in them. */
export function urlLabelRuns(label: readonly Run[], url: string): readonly Run[] {
  const text = label
    .map((run) => run.text)
    .join("")
    .trim();
  if (!SPOKEN.test(url) || SPOKEN.test(text)) return [urlRun(url)];
  const hasWords = text.includes("@") ? /\s/.test(text) : /\p{L}/u.test(text);
  return hasWords ? label : [{ kind: "url", text, style: PLAIN }];
}

const bare = (address: string) =>
  address
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.)?/i, "")
    .replace(/\/$/, "")
    .toLowerCase();
