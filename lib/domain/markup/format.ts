import { withoutNotes } from "../turn/agent-note.ts";
import { sanitised, trimLines } from "./clean.ts";
import { looksLikeMarkdown } from "./detect.ts";
import { blockLines } from "./markdown/blocks.ts";
import { closedTags } from "./markdown/html.ts";
import { isParsable, parseMarkdown } from "./markdown/parse-markdown.ts";
import { prepareMarkdown } from "./markdown/prepare-markdown.ts";
import { findReferences } from "./markdown/references.ts";
import { withoutThinking } from "./markdown/thinking.ts";
import { withMarkedPictures, withoutMarks } from "./picture-marks.ts";
import type { Line } from "./runs.ts";
import { withHelpers, withoutHelpers } from "./unspaced.ts";
import { bareUrls } from "./urls.ts";
import { withoutWrapper } from "./whatsapp/wrapper.ts";
import { writeLine } from "./whatsapp/write-line.ts";

/** `isPicture`: it was written as one. */
type IsFile = (link: string, isPicture: boolean) => boolean;
export type Markup = "markdown" | "whatsapp" | "auto";

/**
 * Reads CommonMark, tables, task lists, `~~strike~~`. Blank only when the answer is.
 * Never throws: text that is not `isParsable` is returned unformatted.
 */
export function formatMarkdown(markdown: string, isFile = noFiles): string {
  const source = extractAnswer(sanitised(markdown));
  if (!isParsable(source)) return trimLines(source, 1);
  const prepared = withHelpers(prepareMarkdown(source));
  const root = parseMarkdown(prepared, { htmlBlocks: true });
  const references = findReferences(root, prepared);
  const lines = blockLines(root.children, {
    markdown: prepared,
    urls: bareUrls(prepared),
    references,
    closedTags: closedTags(prepared),
    isFile,
  });
  return trimLines(lines.map(write).join("\n"), 1) || trimLines(source, 1);
}

/** Only removes what cannot be sent. Idempotent. */
export const plainWhatsapp = (text: string) => trimLines(withoutInternals(sanitised(text)), 2);

const withoutInternals = (text: string) => withoutNotes(withoutThinking(text));

const extractAnswer = (text: string) => withoutInternals(withoutWrapper(withoutInternals(text)));

/** `isFile`: the link of a picture is marked (picture-marks.ts) when it is sent as a file. */
export function formatAnswer(written: string, markup: Markup, isFile = noFiles): string {
  const text = withoutMarks(written);
  if (markup === "whatsapp") return withMarkedPictures(plainWhatsapp(text), (link) => isFile(link, true));
  const answer = extractAnswer(sanitised(text));
  return markup === "markdown" || looksLikeMarkdown(answer)
    ? formatMarkdown(answer, isFile)
    : plainWhatsapp(answer);
}

const noFiles: IsFile = () => false;

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
