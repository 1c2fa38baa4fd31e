/** Tags of HTML itself. Anything else in angle brackets is text: `<order number>`, `<your-email>`. */
const KNOWN = new Set(
  (
    "a abbr article aside audio b big blockquote body br button center code dd del details div dl dt em figcaption figure font footer form " +
    "h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label li link main mark meta nav ol p picture pre q s samp script " +
    "section small source span strike strong style sub summary sup svg table tbody td tfoot th thead title tr tt u ul var video wbr"
  ).split(" "),
);
const TAG = /<(\/?)([a-z][a-z0-9]*)(?=[\s/>])([^<>]*)>/gi;
const LINE_ENDING = new Set(
  "br hr p div li tr table ul ol h1 h2 h3 h4 h5 h6 section article summary details blockquote pre dt dd".split(" "),
);

export type Tag = { name: string; closing: boolean; href?: string };

/** What an inline HTML node of the syntax tree is: `undefined` when it is not HTML but text in angle brackets. */
export function readTag(html: string): Tag | "comment" | undefined {
  if (/^<[!?]/.test(html)) return "comment";
  const [, slash, name, attributes] = new RegExp(TAG.source, "i").exec(html) ?? [];
  if (name === undefined || !KNOWN.has(name.toLowerCase())) return undefined;
  // A comparison such as `a<b and c>d`: real attributes have values.
  const bare = attributes?.replace(/\/\s*$/, "").trim();
  if (bare && !bare.includes("=")) return undefined;
  const href = /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(attributes ?? "")?.[1];
  return { name: name.toLowerCase(), closing: slash === "/", ...(href === undefined ? {} : { href }) };
}

/** An HTML block as Markdown without tags: links keep their address, list items their dash, comments and scripts go. Linear in time. */
export function withoutTags(html: string): string {
  const links: string[] = [];
  return dropBetween(html)
    .replace(TAG, (whole) => {
      const tag = readTag(whole);
      if (tag === undefined || tag === "comment") return whole;
      if (tag.name === "a" && !tag.closing) links.push(tag.href ?? "");
      if (tag.name === "a" && tag.closing) return address(links.pop());
      if (tag.name === "li" && !tag.closing) return "\n- ";
      if (tag.name === "td" || tag.name === "th") return tag.closing ? " " : "";
      return LINE_ENDING.has(tag.name) ? "\n" : "";
    })
    .split("\n")
    .map((line) => line.trim())
    .join("\n");
}

const address = (href: string | undefined) => (href && !href.startsWith("#") ? ` (${href})` : "");

function dropBetween(html: string): string {
  let rest = html;
  for (const [open, close] of [
    ["<!--", "-->"],
    ["<script", "</script>"],
    ["<style", "</style>"],
  ] as const) {
    const [first = "", ...others] = rest.split(open);
    rest =
      first +
      others
        .map((piece) => {
          const end = piece.indexOf(close);
          return end < 0 ? "" : piece.slice(end + close.length);
        })
        .join("");
  }
  return rest;
}
