import { canDisclose, disclose, roomFor } from "../../disclosure/disclose.ts";
import { fileOfLink } from "../../media/file-link.ts";
import { type FileRules, type MediaFile, textWithLink } from "../../media/media-file.ts";
import { omitUndefined } from "../../omit-undefined.ts";
import type { ReplyPart } from "../../turn/turn.ts";
import { formatAnswer, type Markup } from "../format.ts";
import { findOptions } from "./options.ts";
import { splitText } from "./split.ts";
import { type FoundFile, takeFiles } from "./take-files.ts";

export type ReplyRules = {
  markup: Markup;
  /** UTF-16 units of a message. */
  maxLength: number;
  /** A short list of options at the end becomes buttons. */
  showsOptions: boolean;
  /** Their files are sent as such. */
  mediaHosts: readonly string[];
  files: FileRules | undefined;
  /** Stands in front of the first message. */
  disclosure?: string | undefined;
};

/** A whole paragraph is not a label. */
const MAX_LABEL = 200;

/**
 * The messages of an answer. The first file that can has the whole text as its caption, so that both are one
 * message; where it does not fit, or options end it, the text follows the files. Blank answers have none.
 */
export function replyParts(answer: string, rules: ReplyRules): readonly ReplyPart[] {
  const { text, files } = readAnswer(answer, rules);
  const options = rules.showsOptions ? findOptions(text) : undefined;
  const carrier = options ? undefined : files.find((file) => fits(text, file, rules));
  const pictures = files.map(
    (file): ReplyPart => ({ text: file === carrier ? text : labelOf(file, rules), media: mediaOf(file) }),
  );
  const texts = carrier ? [] : splitText(text, rules.maxLength, maxFirstText(pictures, rules));
  const parts = [
    ...pictures,
    ...texts.map((part, index): ReplyPart => {
      const isLast = index === texts.length - 1;
      return {
        text: part,
        ...omitUndefined({ options: isLast && rules.showsOptions ? findOptions(part) : undefined }),
      };
    }),
  ];
  return rules.disclosure === undefined ? parts : disclose(parts, rules.disclosure, rules);
}

function maxFirstText(pictures: readonly ReplyPart[], rules: ReplyRules): number {
  const { disclosure, maxLength } = rules;
  const isOnPicture =
    disclosure !== undefined && pictures.some((part) => canDisclose(part, disclosure, rules));
  return isOnPicture ? maxLength : maxLength - roomFor(disclosure);
}

function readAnswer(answer: string, { markup, mediaHosts, files }: ReplyRules) {
  if (mediaHosts.length === 0 || !files) return { text: formatAnswer(answer, markup), files: [] };
  const links = { hosts: new Set(mediaHosts), kinds: files.kinds };
  const fileOf = (link: string, isPicture: boolean) => fileOfLink(link, links, isPicture);
  const text = formatAnswer(answer, markup, (link, isPicture) => fileOf(link, isPicture) !== undefined);
  return takeFiles(text, fileOf);
}

const fits = (text: string, file: FoundFile, { files, maxLength, disclosure }: ReplyRules) =>
  files !== undefined &&
  text !== "" &&
  files.withCaption.has(file.kind) &&
  text.length + roomFor(disclosure) <= files.maxCaption &&
  textWithLink(text, file).length + roomFor(disclosure) <= maxLength;

const labelOf = (file: FoundFile, rules: ReplyRules) =>
  file.label.length <= MAX_LABEL && fits(file.label, file, rules) ? file.label : "";

const mediaOf = ({ kind, url, filename }: FoundFile): MediaFile => ({
  kind,
  url,
  ...omitUndefined({ filename }),
});
