import { parseStaffMedia } from "../media/staff-file.ts";
import { quotedText } from "./agent-note.ts";
import { asText } from "./link-instead.ts";
import { disclosedText, type ReplyPart } from "./turn.ts";

/** As it was sent. Where a file is not shown: of staff its name, of the agent its link. */
export function partText(part: Pick<ReplyPart, "text" | "template" | "media" | "disclosure">): string {
  const { text, template, media } = part;
  if (template?.preview !== undefined) return template.preview;
  if (!media || !parseStaffMedia(media)) return disclosedText(part.disclosure, asText(part));
  const { kind, filename = "" } = media;
  return [`[${kind}${filename && ` ${quotedText(filename)}`}]`, text].filter(Boolean).join(" ");
}
