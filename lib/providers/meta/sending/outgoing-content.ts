import type { MediaFile } from "../../../domain/media/media-file.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { ReplyPart } from "../../../domain/turn/turn.ts";
import { META_FILES } from "./files.ts";

const BUTTONS = { most: 3, title: 20, body: 1_024 };
const LIST = { most: 10, title: 24, body: 4_096 };
const OPEN_LIST = "Choose";
const MAX_OPENER = 20;

/** A label that is too long would cost the whole message. */
const opener = (choose: string) => (choose.trim() && choose.length <= MAX_OPENER ? choose : OPEN_LIST);

type Visible = Pick<ReplyPart, "text" | "options" | "media">;

const fits = (text: string, options: readonly string[], limits: typeof LIST) =>
  options.length > 0 &&
  options.length <= limits.most &&
  text.length <= limits.body &&
  options.every((option) => option.length > 0 && option.length <= limits.title);

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/document-messages */
const fileContent = ({ kind, url, filename }: MediaFile, caption: string): { type: string } => ({
  type: kind,
  [kind]: {
    link: url,
    ...(caption !== "" && META_FILES.withCaption.has(kind) && { caption }),
    ...(kind === "document" && omitUndefined({ filename })),
  },
});

/**
 * A file with its caption; or text, with buttons or a list when the options fit. The text names them in any
 * case.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages
 */
export function outgoingContent(
  { text, options = [], media }: Visible,
  linkPreview: boolean,
  choose = OPEN_LIST,
) {
  if (media) return fileContent(media, text);
  const choices = options.map((title, index) => ({ id: `option-${index + 1}`, title }));
  const body = { text };
  if (fits(text, options, BUTTONS)) {
    const buttons = choices.map((reply) => ({ type: "reply", reply }));
    return { type: "interactive", interactive: { type: "button", body, action: { buttons } } };
  }
  if (fits(text, options, LIST))
    return {
      type: "interactive",
      interactive: { type: "list", body, action: { button: opener(choose), sections: [{ rows: choices }] } },
    };
  return { type: "text", text: { preview_url: linkPreview, body: text } };
}
