import { splitText } from "../markup/parts/split.ts";
import { type FileRules, textWithLink } from "../media/media-file.ts";
import { omitUndefined } from "../omit-undefined.ts";
import { disclosedText, type ReplyPart } from "../turn/turn.ts";

export type MessageLimits = {
  /** UTF-16 units of a message. */
  maxLength: number;
  files: FileRules | undefined;
};

/** What a disclosure takes of its message. */
export const roomFor = (disclosure: string | undefined): number =>
  disclosure === undefined ? 0 : disclosedText(disclosure, "").length + "\n\n".length;

/** A text can be split; a caption must fit. */
export function canDisclose(
  { text, media, template }: ReplyPart,
  disclosure: string,
  { files, maxLength }: MessageLimits,
): boolean {
  if (template) return false;
  if (!media) return true;
  const caption = disclosedText(disclosure, text);
  return (
    files?.withCaption.has(media.kind) === true &&
    caption.length <= files.maxCaption &&
    textWithLink(caption, media).length <= maxLength
  );
}

/** Options stay at the end. */
function splitFirst({ text, options, ...part }: ReplyPart, disclosure: string, limit: number): ReplyPart[] {
  const texts = splitText(text, limit, limit - roomFor(disclosure));
  return texts.map((each, index) => ({
    ...(index === 0 && { ...part, disclosure }),
    text: each,
    ...omitUndefined({ options: index === texts.length - 1 ? options : undefined }),
  }));
}

/**
 * Puts the disclosure in front of the first message that can show it, which then comes first: it is no message
 * of its own. A file without a caption that is alone is sent as its link.
 */
export function disclose(
  parts: readonly ReplyPart[],
  disclosure: string,
  limits: MessageLimits,
): readonly ReplyPart[] {
  const carrier = parts.find((part) => canDisclose(part, disclosure, limits));
  if (!carrier) {
    const [{ media, ...first } = { text: "" }, ...rest] = parts;
    return media
      ? disclose([{ ...first, text: textWithLink(first.text, media) }, ...rest], disclosure, limits)
      : parts;
  }
  const others = parts.filter((part) => part !== carrier);
  const disclosed = carrier.media
    ? [{ ...carrier, disclosure }]
    : splitFirst(carrier, disclosure, limits.maxLength);
  return [...disclosed, ...others];
}
