import { withoutNotes } from "../turn/agent-note.ts";
import { blockLines } from "./blocks.ts";
import { sanitised, trimLines } from "./clean.ts";
import { looksLikeMarkdown } from "./detect.ts";
import { closedTags } from "./html.ts";
import { isParsable, parseMarkdown } from "./parse-markdown.ts";
import { prepareMarkdown } from "./prepare-markdown.ts";
import { findReferences } from "./references.ts";
import type { Line } from "./runs.ts";
import { withoutThinking } from "./thinking.ts";
import { withHelpers, withoutHelpers } from "./unspaced.ts";
import { bareUrls } from "./urls.ts";
import { withoutWrapper } from "./wrapper.ts";
import { writeLine } from "./write-line.ts";

/** How an agent writes: `auto` decides per answer. */
export type Markup = "markdown" | "whatsapp" | "auto";

/**
 * A Markdown answer (CommonMark, tables, task lists, `~~strike~~`) as WhatsApp text. Blank only when the answer is.
 * Never throws. What no honest answer contains (over 50,000 characters, thousands of markers, 30 nested quotes) passes unformatted.
 */
export function formatMarkdown(markdown: string): string {
  const source = answerOf(sanitised(markdown));
  if (!isParsable(source)) return trimLines(source, 1);
  const helped = withHelpers(prepareMarkdown(source));
  const root = parseMarkdown(helped, { htmlBlocks: true });
  const references = findReferences(root, helped);
  const lines = blockLines(root.children, { markdown: helped, urls: bareUrls(helped), references, closedTags: closedTags(helped) });
  return trimLines(lines.map(write).join("\n"), 1) || trimLines(source, 1);
}

/** For agents that write WhatsApp's markup: only what cannot be sent and needless white space go. Idempotent. */
export const plainWhatsapp = (text: string) => trimLines(withoutAsides(sanitised(text)), 2);

/** Without what is not said to the customer. */
const withoutAsides = (text: string) => withoutNotes(withoutThinking(text));

/** The answer itself: without asides, within or outside of a fence around all of it. */
const answerOf = (text: string) => withoutAsides(withoutWrapper(withoutAsides(text)));

/** `auto` takes an answer for Markdown when it holds something that only Markdown has: see `looksLikeMarkdown`. */
export function formatAnswer(text: string, markup: Markup): string {
  if (markup === "whatsapp") return plainWhatsapp(text);
  const answer = answerOf(sanitised(text));
  return markup === "markdown" || looksLikeMarkdown(answer) ? formatMarkdown(answer) : plainWhatsapp(answer);
}

function write(line: Line): string {
  switch (line.kind) {
    case "blank":
      return "";
    case "raw":
      return withoutHelpers(line.text);
    case "text":
      return line.prefix + writeLine(line.runs.map((run) => ({ ...run, text: withoutHelpers(run.text) })));
  }
}
