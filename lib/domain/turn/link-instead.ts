import { textWithLink } from "../media/media-file.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { Part, ReplyPart, Turn } from "./turn.ts";

/** With the link of its file. */
export const asText = ({ text, media }: Pick<ReplyPart, "text" | "media">): string =>
  media ? textWithLink(text, media) : text;

/**
 * What the agent's file is replaced by when it certainly did not arrive: its text with the link. `undefined`
 * for a part without a file, so that it happens once; and for a file of staff, who see that it failed.
 */
export function linkInsteadOf({ by }: Pick<Turn, "by">, part: ReplyPart | undefined): ReplyPart | undefined {
  if (by !== undefined || !part?.media) return undefined;
  const { disclosure, replyTo } = part;
  return { text: asText(part), ...omitUndefined({ disclosure, replyTo }) };
}

/** The same part's next attempt. Attempts with the file do not count towards the limit of those without. */
export const withLinkInstead = (turn: Turn, index: number, link: ReplyPart): Turn => ({
  ...turn,
  parts: turn.parts.map((part, at): Part => {
    if (at !== index) return part;
    const { sendingAt, attempts } = part;
    return { ...link, state: "pending", attempts, excused: attempts, ...(sendingAt && { sendingAt }) };
  }),
});
