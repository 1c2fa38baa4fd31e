const FENCE = /^\s*(`{3,}|~{3,})[ \t]*([\w-]*)[ \t]*\n([\s\S]*)$/;
const FENCE_LINE = /^\s*(`{3,}|~{3,})[ \t]*(\S*)/;
const MARKDOWN = /^(?:markdown|md|mdx|gfm|commonmark)$/i;
const PLAIN = /^(?:text|txt|plaintext|plain|whatsapp)?$/i;
/** Not found in code: a labelled link, a lower heading, a sentence, bold among other words. */
const PROSE = /\[[^\]\n]+\]\([^\s)]+\)|^#{2,6} \S|^[\p{Lu}\p{Lo}¿¡][^\n{}<>=;|\\`]{15,}[.!?。！？؟।]$/mu;
const isProse = (text: string) =>
  PROSE.test(text) ||
  text.split("\n").some((line) => line.split("**").length > 2 && /\p{L}[^\p{L}]+\p{L}/u.test(line));
/** UTF-16 units that are examined. */
const SAMPLE = 4_000;
const TAG = /^\s*<(answer|final_answer|response|output|reply)>([\s\S]*)$/i;

/** A fence (```` ```markdown ````) or tag (`<answer>`) around the whole answer. */
export const withoutWrapper = (answer: string) => withoutFence(withoutTag(answer));

function withoutTag(answer: string): string {
  const [, name = "", content = ""] = TAG.exec(answer) ?? [];
  if (name === "") return answer;
  const end = content.toLowerCase().lastIndexOf(`</${name.toLowerCase()}>`);
  if (end < 0) return content;
  return content.slice(end + name.length + 3).trim() === "" ? content.slice(0, end) : answer;
}

function withoutFence(answer: string): string {
  const [, fence = "", language = "", body = ""] = FENCE.exec(answer) ?? [];
  if (fence === "") return answer;
  const lines = body.trimEnd().split("\n");
  const closed =
    lines.at(-1)?.trim().startsWith(fence) === true && /^[`~]+$/.test(lines.at(-1)?.trim() ?? "");
  const inner = closed ? lines.slice(0, -1) : lines;
  const isWrapper =
    isBalanced(inner) &&
    (MARKDOWN.test(language) ||
      (closed &&
        PLAIN.test(language) &&
        !inner.some((line) => FENCE_LINE.test(line)) &&
        isProse(inner.join("\n").slice(0, SAMPLE))));
  return isWrapper ? inner.join("\n") : answer;
}

function isBalanced(lines: readonly string[]): boolean {
  let open = "";
  for (const line of lines) {
    const [, fence = "", rest = ""] = FENCE_LINE.exec(line) ?? [];
    if (fence === "") continue;
    if (open === "") open = fence;
    else if (rest === "" && fence.startsWith(open)) open = "";
  }
  return open === "";
}
