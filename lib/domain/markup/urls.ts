/** Half-open, of UTF-16 indices. */
export type Range = { start: number; end: number };

// With a scheme or `www.`, and bare domains with a path. CJK punctuation ends a URL: no space follows it.
const URL =
  /(?:\bhttps?:\/\/|\bwww\.|\b(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\/)[^\s<>、。，！？；：「」『』（）【】《》]+/giu;
const TRAILING = ".,;:!?'\")]}";

/** Without the punctuation of the sentence around them. */
export function findUrls(text: string): Range[] {
  if (!text.includes("/") && !/www\./i.test(text)) return [];
  return Array.from(text.matchAll(URL), ({ index, 0: match }) => {
    let end = match.length;
    while (end > 0 && TRAILING.includes(match.charAt(end - 1)) && !closesParenthesis(match, end)) end -= 1;
    return { start: index, end: index + end };
  });
}

/** `https://en.wikipedia.org/wiki/Mercury_(planet)` ends with its own. Looks only near the end. */
function closesParenthesis(match: string, end: number): boolean {
  const tail = match.slice(Math.max(0, end - 100), end);
  return tail.endsWith(")") && tail.split("(").length >= tail.split(")").length;
}

export const isWholeUrl = (text: string) => {
  const [url] = findUrls(text);
  return url !== undefined && url.start === 0 && url.end === text.length;
};

// `](url`, with parentheses as deep as Markdown allows in practice.
const DESTINATION = /(?<=\])\([^\s()]*(?:\([^\s()]*\)[^\s()]*)*/g;

/** Leaves out link destinations: they are no text, and nothing formats within them. */
export const bareUrls = (markdown: string): Range[] =>
  findUrls(markdown.replace(DESTINATION, (link) => " ".repeat(link.length)));
