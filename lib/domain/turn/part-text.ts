import { parseStaffMedia } from "../media/staff-file.ts";
import { quotedText } from "./agent-note.ts";
import { asText } from "./link-instead.ts";
import type { ReplyPart } from "./turn.ts";

/** Without its disclosure. Where a file is not shown: of staff its name, of the agent its link. */
export function partText(part: Pick<ReplyPart, "text" | "template" | "media">): string {
  const { text, template, media } = part;
  if (template?.preview !== undefined) return template.preview;
  if (!media || !parseStaffMedia(media)) return asText(part);
  const { kind, filename = "" } = media;
  return [`[${kind}${filename && ` ${quotedText(filename)}`}]`, text].filter(Boolean).join(" ");
}
